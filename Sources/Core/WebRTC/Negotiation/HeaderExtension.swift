import SDP

/// The RTP header extensions (RFC 8285) that Turnout reads or hands on; raw values are their URIs.
package enum HeaderExtension: String, Sendable, CaseIterable {
    // Which stream a packet belongs to (RFC 8843 §15, RFC 8852)
    case mid = "urn:ietf:params:rtp-hdrext:sdes:mid"
    case rid = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
    case repairedRID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"

    // How it travelled
    case transportWideCC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
    case absoluteSendTime = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"

    // What the media is; handed from publisher to viewers
    /// RFC 6464.
    case audioLevel = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
    case videoOrientation = "urn:3gpp:video-orientation"
    case playoutDelay = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"
    case dependencyDescriptor =
        "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"
    case absoluteCaptureTime = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time"
    case colorSpace = "http://www.webrtc.org/experiments/rtp-hdrext/color-space"
    case contentType = "http://www.webrtc.org/experiments/rtp-hdrext/video-content-type"
    case videoTiming = "http://www.webrtc.org/experiments/rtp-hdrext/video-timing"

    /// What we ask of publishers, where they offer it.
    static let published = Set(allCases)

    /// What we send to viewers, where they offer it.
    static let played: Set<HeaderExtension> = [
        .mid, .audioLevel, .videoOrientation, .playoutDelay, .dependencyDescriptor, .absoluteCaptureTime, .colorSpace,
        .contentType,
    ]
}

/// A header extension in use, under the id that the offer gave it.
package struct NegotiatedExtension: Hashable, Sendable {
    /// 1...14 or 16...255; ids above 14 need the two-byte form (RFC 8285 §4.3).
    package var id: UInt8
    package var kind: HeaderExtension

    package init(id: UInt8, kind: HeaderExtension) {
        self.id = id
        self.kind = kind
    }

    package var uri: String { kind.rawValue }
}
