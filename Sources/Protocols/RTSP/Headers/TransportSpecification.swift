/// One way to carry a track's packets, e.g. `RTP/AVP;unicast;client_port=5000-5001`.
package struct TransportSpecification: Equatable, Sendable {
    package var carrier: Carrier
    /// Nil where nothing is said. RFC 2326 then means multicast, and every program unicast.
    package var delivery: Delivery?
    /// Where packets are to go: an address, as text. A server does not send where a stranger points it.
    package var destination: String?
    /// Where packets come from: an address or name, as text.
    package var source: String?
    /// Channels on the connection.
    package var interleaved: TransportPair<UInt8>?
    /// Hops of multicast packets.
    package var ttl: UInt8?
    /// Ports of a multicast group; above 0.
    package var port: TransportPair<UInt16>?
    /// Ports of the client; above 0.
    package var clientPort: TransportPair<UInt16>?
    /// Ports of the server; above 0. Cameras that say 0 say nothing.
    package var serverPort: TransportPair<UInt16>?
    /// Of the packets that the server sends.
    package var ssrc: UInt32?
    /// Nil where nothing is said, which means ``Mode/play``.
    package var mode: Mode?

    package enum Carrier: Hashable, Sendable {
        /// `RTP/AVP`, or `RTP/AVP/UDP`.
        case udp
        /// `RTP/AVP/TCP`: interleaved.
        case tcp
        /// Another, as it was written, such as `RTP/SAVP` or `RAW/RAW/UDP`.
        case unsupported(String)
    }

    package enum Delivery: String, Hashable, Sendable {
        case unicast
        case multicast
    }

    package enum Mode: String, Hashable, Sendable {
        case play
        case record
    }

    package init(_ carrier: Carrier, _ delivery: Delivery? = nil) {
        self.carrier = carrier
        self.delivery = delivery
    }

    /// Reads one specification. Parameters that are not known are ignored, and so are those that are but a remark
    /// (`ttl`, `ssrc`) and cannot be read; cameras write several forms of `ssrc`.
    package init(parsing text: some StringProtocol) throws(RTSPError) {
        let parts = Substring(text).parts(separatedBy: ";", limit: Self.maximumParameters)
        guard let first = parts.first, first.contains("/") else {
            throw .malformed("a Transport header names no protocol")
        }
        self.init(Carrier(first))
        for part in parts.dropFirst() {
            let (name, value) = part.cut(at: "=")
            try read(name.trimmed.lowercased(), value: (value ?? "").unquoted)
        }
    }

    private mutating func read(_ name: String, value: Substring) throws(RTSPError) {
        switch name {
        case "unicast": delivery = .unicast
        case "multicast": delivery = .multicast
        case "destination": destination = value.isEmpty ? nil : String(value)
        case "source": source = value.isEmpty ? nil : String(value)
        case "interleaved": interleaved = try TransportPair(value, "interleaved")
        case "port": port = try Self.ports(value, "port")
        case "client_port": clientPort = try Self.ports(value, "client_port")
        case "server_port":
            let ports: TransportPair<UInt16> = try TransportPair(value, "server_port")
            serverPort = ports.first == 0 ? nil : ports
        case "ttl": ttl = UInt8(decimal: value)
        case "ssrc": ssrc = Self.ssrc(value)
        case "mode": mode = try Mode(reading: value)
        default: break
        }
    }

    /// The specification as it stands in the header.
    package var text: String {
        var parts = [carrier.text]
        if let delivery { parts.append(delivery.rawValue) }
        if let destination { parts.append("destination=\(destination)") }
        if let source { parts.append("source=\(source)") }
        if let interleaved { parts.append("interleaved=\(interleaved.text)") }
        if let port { parts.append("port=\(port.text)") }
        if let clientPort { parts.append("client_port=\(clientPort.text)") }
        if let serverPort { parts.append("server_port=\(serverPort.text)") }
        if let ttl { parts.append("ttl=\(ttl)") }
        if let ssrc { parts.append("ssrc=\(ssrc.hexadecimal)") }
        // ffmpeg as a server, and live555, look for a mode in lower case.
        if let mode { parts.append("mode=\(mode.rawValue)") }
        return parts.joined(separator: ";")
    }

    private static func ports(_ value: Substring, _ name: String) throws(RTSPError) -> TransportPair<UInt16> {
        let ports: TransportPair<UInt16> = try TransportPair(value, name)
        guard ports.first > 0, ports.second != 0 else { throw .malformed("\(name) is 0") }
        return ports
    }

    /// Up to eight hexadecimal digits; some cameras write more, with the number at the end, and some a prefix.
    private static func ssrc(_ value: Substring) -> UInt32? {
        let digits = value.hasPrefix("0x") || value.hasPrefix("0X") ? value.dropFirst(2) : value
        guard (1...8).contains(digits.utf8.count), digits.utf8.allSatisfy({ $0.isHexadecimalDigit }) else { return nil }
        return UInt32(digits, radix: 16)
    }

    /// Our choice; programs write up to eight.
    private static let maximumParameters = 32
}

extension TransportSpecification.Carrier {
    init(_ text: Substring) {
        self =
            switch text.uppercased() {
            case "RTP/AVP", "RTP/AVP/UDP": .udp
            case "RTP/AVP/TCP": .tcp
            default: .unsupported(String(text))
            }
    }

    var text: String {
        switch self {
        case .udp: "RTP/AVP"
        case .tcp: "RTP/AVP/TCP"
        case .unsupported(let text): text
        }
    }
}

extension TransportSpecification.Mode {
    /// `PLAY` or `RECORD`, in any case; old versions of ffmpeg call the second `receive`.
    fileprivate init(reading value: Substring) throws(RTSPError) {
        switch value.trimmed.lowercased() {
        case "play": self = .play
        case "record", "receive": self = .record
        default: throw .malformed("a Transport header's mode is neither play nor record")
        }
    }
}
