import Foundation
import TestSupport

/// An RTSP client that does what a test tells it, also what no player would do. Media comes interleaved.
final class RTSPTestClient {
    struct Response {
        let status: Int
        private let fields: [String: String]
        let body: String

        fileprivate init(status: Int, fields: [String: String], body: String) {
            self.status = status
            self.fields = fields
            self.body = body
        }

        /// The value of a header field, whatever the case of its name.
        func field(_ name: String) -> String? { fields[name.lowercased()] }
    }

    /// What stands between `$` and the next.
    struct Frame {
        let channel: UInt8
        let bytes: [UInt8]
    }

    /// Of the last response that had one, without its parameters; goes with each request.
    var session: String?
    private let descriptor: Int32
    private var unread: [UInt8] = []
    private var frames: [Frame] = []
    private var lastSequenceNumber = 0

    /// Connects.
    /// - Parameter receiveBuffer: of the socket, in bytes; nil leaves it to the kernel.
    init(port: UInt16, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw TestFailure("no connection to port \(port)") }
    }

    deinit { close(descriptor) }

    /// Sends a request with the session's name and waits for its response; what is interleaved before it is kept.
    func request(
        _ method: String, _ url: String, _ fields: [(name: String, value: String)] = [], body: String = "",
        timeout: Duration = .seconds(15)
    ) throws -> Response {
        lastSequenceNumber += 1
        var lines = ["\(method) \(url) RTSP/1.0", "CSeq: \(lastSequenceNumber)"]
        if let session, !fields.contains(where: { $0.name == "Session" }) { lines.append("Session: \(session)") }
        lines += fields.map { "\($0.name): \($0.value)" }
        if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
        try send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
        let response = try response(timeout: timeout)
        guard response.field("CSeq") == "\(lastSequenceNumber)" else {
            throw TestFailure("\(method) was answered with another's CSeq, \(response.field("CSeq") ?? "none")")
        }
        if let name = response.field("Session") { session = String(name.prefix { $0 != ";" }) }
        return response
    }

    /// Sends bytes as they are; none when the peer has closed.
    func send(_ text: String) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }

    /// The next response.
    func response(timeout: Duration = .seconds(15)) throws -> Response {
        let end = ContinuousClock.now + timeout
        while true {
            while let frame = takeFrame() { frames.append(frame) }
            if let response = takeResponse() { return response }
            guard try receive(until: end) else { throw TestFailure("no response, but \(unread.count) bytes") }
        }
    }

    /// The next interleaved frame; nil when none comes in time, or the peer has closed.
    func frame(timeout: Duration) throws -> Frame? {
        if !frames.isEmpty { return frames.removeFirst() }
        let end = ContinuousClock.now + timeout
        while true {
            if let frame = takeFrame() { return frame }
            guard try receive(until: end) else { return nil }
        }
    }

    /// Whether the peer closes the connection in time. What comes until then is thrown away.
    func isClosed(within timeout: Duration) throws -> Bool {
        let end = ContinuousClock.now + timeout
        while ContinuousClock.now < end {
            unread = []
            if try !receive(until: end) { return ContinuousClock.now < end }
        }
        return false
    }

    private func takeFrame() -> Frame? {
        guard unread.count >= 4, unread[0] == UInt8(ascii: "$") else { return nil }
        let end = 4 + (Int(unread[2]) << 8 | Int(unread[3]))
        guard unread.count >= end else { return nil }
        defer { unread.removeFirst(end) }
        return Frame(channel: unread[1], bytes: Array(unread[4..<end]))
    }

    private func takeResponse() -> Response? {
        guard unread.first == UInt8(ascii: "R"), let end = unread.firstRange(of: Array("\r\n\r\n".utf8)) else {
            return nil
        }
        let lines = String(decoding: unread[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let pairs = lines.dropFirst().compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon].lowercased(), line[colon...].dropFirst().trimmingCharacters(in: .whitespaces))
        }
        let fields = Dictionary(pairs) { $0 + ", " + $1 }
        let bodyEnd = end.upperBound + (fields["content-length"].flatMap(Int.init) ?? 0)
        guard unread.count >= bodyEnd else { return nil }
        defer { unread.removeFirst(bodyEnd) }
        return Response(
            status: lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0, fields: fields,
            body: String(decoding: unread[end.upperBound..<bodyEnd], as: UTF8.self))
    }

    /// Waits for bytes; false when there are none in time, or no more at all.
    private func receive(until end: ContinuousClock.Instant) throws -> Bool {
        let milliseconds = (end - ContinuousClock.now) / .milliseconds(1)
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, Int32(max(0, min(milliseconds, 60_000)))) > 0 else { return false }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        unread += chunk[..<count]
        return true
    }
}

extension RTSPTestClient {
    /// Sets up tracks of a presentation over this connection: track i on the channels 2i and 2i + 1.
    /// - Returns: the presentation's description.
    @discardableResult
    func setUp(_ url: String, _ fields: [(name: String, value: String)] = []) throws -> String {
        let description = try request("DESCRIBE", url, [("Accept", "application/sdp")] + fields)
        guard description.status == 200 else { throw TestFailure("DESCRIBE: \(description.status)") }
        for (index, control) in Self.controls(of: description, url).enumerated() {
            let transport = "RTP/AVP/TCP;unicast;interleaved=\(2 * index)-\(2 * index + 1)"
            let answer = try request("SETUP", control, [("Transport", transport)] + fields)
            guard answer.status == 200 else { throw TestFailure("SETUP of \(control): \(answer.status)") }
        }
        return description.body
    }

    /// The addresses of the tracks, by RFC 2326 §C.1.1.
    static func controls(of description: Response, _ url: String) -> [String] {
        let base = description.field("Content-Base") ?? url
        let media = description.body.components(separatedBy: "\r\nm=").dropFirst()
        return media.compactMap { section in
            guard let line = section.split(separator: "\r\n").first(where: { $0.hasPrefix("a=control:") }) else {
                return nil
            }
            let control = String(line.dropFirst("a=control:".count))
            return control.contains("://") ? control : base + (base.hasSuffix("/") ? "" : "/") + control
        }
    }
}

/// What the tests look at in an RTP packet.
struct RTPFacts: Equatable {
    let sequenceNumber: UInt16
    let timestamp: UInt32
    /// Of H.264: whether the packet begins a picture that needs no other.
    let beginsKeyframe: Bool

    /// Nil for what is too short.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > 14 else { return nil }
        sequenceNumber = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
        timestamp = bytes[4..<8].reduce(0) { $0 << 8 | UInt32($1) }
        // A single NAL unit, the first part of one (FU-A), or the first of several (STAP-A).
        beginsKeyframe =
            switch bytes[12] & 0x1F {
            case 28: bytes[13] & 0x9F == 0x85
            case 24: bytes.count > 15 && [5, 7].contains(bytes[15] & 0x1F)
            case let type: type == 5 || type == 7
            }
    }
}
