/// The header extensions that Turnout knows. Raw values count from 1, so that 0 means none.
package enum HeaderExtensionKind: UInt8, Sendable, CaseIterable {
    /// Which m-line a packet belongs to (RFC 9143 §15).
    case mid = 1
    /// Which simulcast encoding (RFC 8852 §3.1).
    case rid
    /// Which simulcast encoding a retransmission repairs (RFC 8852 §3.2).
    case repairedRid
    /// When the packet left: 24 bits, 6.18 fixed-point seconds.
    case absSendTime
    /// The transport-wide sequence number that transport feedback speaks of (draft-holmer-rmcat-transport-wide-cc).
    case transportSequence
    /// Loudness and voice activity (RFC 6464).
    case audioLevel
    /// Rotation and mirroring of the camera (3GPP TS 26.114 §7.4.5).
    case videoOrientation
    /// The sender's wish for the least and greatest play-out delay.
    case playoutDelay
    /// What a frame depends on, for choosing layers without looking into the payload (AV1 RTP specification, appendix A).
    case dependencyDescriptor
    /// When the frame was captured, by the first clock it met.
    case absCaptureTime
    case colorSpace
    /// Camera or screen.
    case videoContentType
    /// How long a frame took from capture to network.
    case videoTiming
    /// Milliseconds between a packet's timestamp and its departure (RFC 5450).
    case transmissionOffset
    /// The layers the sender sends now, with their bitrates.
    case videoLayersAllocation

    /// Exactly as `a=extmap` writes it.
    package init?(uri: some StringProtocol) {
        guard let match = Self.allCases.first(where: { $0.uri == uri }) else { return nil }
        self = match
    }

    /// The name by which SDP negotiates it (`a=extmap`).
    package var uri: String {
        switch self {
        case .mid: "urn:ietf:params:rtp-hdrext:sdes:mid"
        case .rid: "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
        case .repairedRid: "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
        case .absSendTime: "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
        case .transportSequence: "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
        case .audioLevel: "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
        case .videoOrientation: "urn:3gpp:video-orientation"
        case .playoutDelay: "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"
        case .dependencyDescriptor:
            "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"
        case .absCaptureTime: "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time"
        case .colorSpace: "http://www.webrtc.org/experiments/rtp-hdrext/color-space"
        case .videoContentType: "http://www.webrtc.org/experiments/rtp-hdrext/video-content-type"
        case .videoTiming: "http://www.webrtc.org/experiments/rtp-hdrext/video-timing"
        case .transmissionOffset: "urn:ietf:params:rtp-hdrext:toffset"
        case .videoLayersAllocation: "http://www.webrtc.org/experiments/rtp-hdrext/video-layers-allocation00"
        }
    }

    /// Whether it speaks of one transport alone: such an extension ends here, and is made anew for the next hop if at all.
    /// The others travel from the publisher to the viewers untouched.
    package var isPerHop: Bool {
        switch self {
        case .mid, .rid, .repairedRid, .absSendTime, .transportSequence, .transmissionOffset: true
        case .audioLevel, .videoOrientation, .playoutDelay, .dependencyDescriptor, .absCaptureTime, .colorSpace,
            .videoContentType, .videoTiming, .videoLayersAllocation:
            false
        }
    }
}
