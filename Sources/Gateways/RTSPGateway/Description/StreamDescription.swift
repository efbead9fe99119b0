package import Codecs
import FramePlane
package import Net
import SDP

/// What we say that we send: the SDP of answers to DESCRIBE, and of our own ANNOUNCE (RFC 2326 appendix C).
///
/// Its tracks keep their static payload types (RFC 3551 §6), and their publishers' dynamic ones as far as those are
/// free; others are given out from 96 up. Whoever sends the packets takes the payload types from ``formats``.
package struct StreamDescription: Equatable, Sendable {
    /// The tracks with the payload types that their packets have, at most ``FramePublication/maximumTracks``; where a
    /// track stands here is its number in ``control(ofTrack:)``.
    package let formats: [PacketFormat]
    /// The `s=` line, e.g. the stream's path; control characters in it are left out, but for tabs.
    package var name: String
    package var extent: Extent
    package var controlForm: ControlForm
    /// Identifies this description and its version (RFC 8866 §5.2).
    package var session: UInt64
    package var version: UInt64

    /// How much there is of a stream.
    package enum Extent: Equatable, Sendable {
        case live
        /// As long as a file is.
        case limited(Duration)
    }

    /// How tracks are called. Some players and servers look for one of these names rather than resolve URLs.
    package enum ControlForm: String, Sendable {
        /// As players know it from most servers.
        case trackID
        /// As ffmpeg announces it, and looks for it when it is announced to.
        case streamID = "streamid"
    }

    /// - Parameter tracks: at most ``FramePublication/maximumTracks``; more are left out.
    package init(
        _ tracks: [PacketFormat], name: String, extent: Extent, controlForm: ControlForm = .trackID,
        session: UInt64, version: UInt64 = 1
    ) {
        formats = Self.withPayloadTypes(tracks.prefix(FramePublication.maximumTracks))
        self.name = name
        self.extent = extent
        self.controlForm = controlForm
        self.session = session
        self.version = version
    }

    /// What `a=control` says of a track, relative to the stream's URL.
    package func control(ofTrack index: Int) -> String { "\(controlForm.rawValue)=\(index)" }

    /// The text, with CR LF at the end of each line.
    /// - Parameter isIPv6: whether the client has come by IPv6; GStreamer opens its sockets for what the description says.
    package func sdp(isIPv6: Bool = false) -> String {
        SessionDescription(
            origin: Origin(session: session, version: version),
            name: name.isEmpty ? "-" : name.withoutControlCharacters,
            connection: isIPv6 ? "IN IP6 ::" : "IN IP4 0.0.0.0",
            attributes: [
                .other(name: "tool", value: "Turnout"), .other(name: "control", value: "*"),
                .other(name: "range", value: extent.range),
            ],
            media: formats.indices.map(section)
        ).print()
    }

    private func section(_ index: Int) -> MediaDescription {
        let format = formats[index]
        let payloadType = String(format.payloadType)
        var attributes: [Attribute] = [
            .rtpMap(
                RTPMap(
                    payloadType: format.payloadType, encodingName: format.encodingName.withoutControlCharacters,
                    clockRate: UInt32(clamping: format.clockRate), channels: UInt8(clamping: max(format.channels, 1))))
        ]
        if !format.formatParameters.isEmpty {
            attributes.append(
                .formatParameters(
                    FormatParameters(
                        format: payloadType, parameters: format.formatParameters.withoutControlCharacters)))
        }
        attributes.append(.other(name: "control", value: control(ofTrack: index)))
        // The ports are agreed on by SETUP.
        return MediaDescription(
            media: format.media.rawValue, port: 0, transport: "RTP/AVP",
            formats: [payloadType], connection: nil, attributes: attributes)
    }
}

/// Where one track goes by multicast.
package struct MulticastDestination: Equatable, Sendable {
    /// The group, and the port of RTP; RTCP has the one behind it.
    package var address: SocketAddress
    /// Routers that a packet may pass.
    package var timeToLive: UInt8

    package init(address: SocketAddress, timeToLive: UInt8) {
        self.address = address
        self.timeToLive = timeToLive
    }
}

extension StreamDescription.Extent {
    /// The value of `a=range`: normal play time (RFC 2326 §3.6), in thousandths of a second, the last one counted in
    /// full.
    fileprivate var range: String {
        switch self {
        case .live: return "npt=now-"
        case .limited(let duration):
            let nanoseconds = max(duration.wholeNanoseconds, 0)
            let milliseconds = nanoseconds / 1_000_000 + (nanoseconds % 1_000_000 == 0 ? 0 : 1)
            let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
            return "npt=0-\(seconds)." + String(String(rest + 1_000).dropFirst())
        }
    }
}

extension String {
    /// So that no text of a publisher begins a line of its own.
    fileprivate var withoutControlCharacters: String {
        var text = ""
        text.unicodeScalars.append(
            contentsOf: unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\t" })
        return text
    }
}
