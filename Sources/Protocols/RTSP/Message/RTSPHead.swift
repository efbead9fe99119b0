/// A message's first line and the header fields that were read.
struct RTSPHead: Sendable {
    private var firstLine: FirstLine
    private var headers = RTSPHeaders()
    /// Bytes of the lines so far, without their ends.
    private var count: Int

    private enum FirstLine: Sendable {
        case request(RTSPMethod, url: String, RTSPVersion)
        case response(RTSPStatus, reason: String, RTSPVersion)
    }

    init(firstLine line: ArraySlice<UInt8>) throws(RTSPError) {
        if line.contains(where: \.endsLine) { throw .malformed("a control character stands in the first line") }
        let text = Substring(decoding: line, as: UTF8.self)
        firstLine = text.hasPrefix("RTSP/") ? try Self.statusLine(text) : try Self.requestLine(text)
        count = line.count
    }

    /// - Parameter line: not empty.
    mutating func add(_ line: ArraySlice<UInt8>) throws(RTSPError) {
        count += line.count
        if count > RTSPLimits.head { throw .tooLarge("head") }
        if headers.fields.count == RTSPLimits.headers { throw .tooLarge("number of headers") }
        if line.first?.isWhiteSpace == true { throw .malformed("a header continues on another line") }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
            throw .malformed("a header has no name")
        }
        let name = line[..<colon]
        if name.count > RTSPLimits.headerName { throw .tooLarge("header name") }
        guard name.allSatisfy(\.isTokenCharacter) else { throw .malformed("a header's name is none") }
        if line.contains(where: \.endsLine) { throw .malformed("a control character stands in a header") }
        let value = Substring(decoding: line[(colon + 1)...], as: UTF8.self).trimmed
        if value.utf8.count > RTSPLimits.headerValue { throw .tooLarge("header value") }
        headers.add(String(decoding: name, as: UTF8.self), String(value))
    }

    /// Bytes of the body that follows: 0 where nothing is said.
    func contentLength() throws(RTSPError) -> Int {
        var length: Int?
        for value in headers.values("Content-Length") {
            guard !value.isEmpty, value.utf8.allSatisfy(\.isDigit) else {
                throw .malformed("Content-Length is no number")
            }
            guard let number = Int(value), number <= RTSPLimits.body else { throw .tooLarge("body") }
            if let length, length != number { throw .malformed("Content-Length is said twice") }
            length = number
        }
        return length ?? 0
    }

    /// The message, now that all of it is there.
    func item(body: [UInt8]) -> RTSPItem {
        switch firstLine {
        case .request(let method, let url, let version):
            var request = RTSPRequest(method, url: url, headers: headers, body: body)
            request.version = version
            return .request(request)
        case .response(let status, let reason, let version):
            var response = RTSPResponse(status, reason: reason, headers: headers, body: body)
            response.version = version
            return .response(response)
        }
    }

    /// `DESCRIBE rtsp://host/path RTSP/1.0` (RFC 2326 §6.1).
    private static func requestLine(_ text: Substring) throws(RTSPError) -> FirstLine {
        let (method, rest) = text.cut(at: " ")
        if method.utf8.count > RTSPLimits.method { throw .tooLarge("method") }
        guard method.utf8.allSatisfy(\.isTokenCharacter), let rest else { throw .malformed("this is no request line") }
        let (url, version) = rest.cut(at: " ")
        if url.utf8.count > RTSPLimits.url { throw .tooLarge("URL") }
        guard let version else { throw .malformed("a request line names no version") }
        if version.trimmed.hasPrefix("HTTP/") { throw .malformed("this is HTTP on a port for RTSP") }
        guard let version = RTSPVersion(version.trimmed) else { throw .malformed("a request line names no version") }
        guard !url.isEmpty, url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw .malformed("a request's URL is none")
        }
        return .request(RTSPMethod(String(method)), url: String(url), version)
    }

    /// `RTSP/1.0 200 OK` (RFC 2326 §7.1).
    private static func statusLine(_ text: Substring) throws(RTSPError) -> FirstLine {
        let (version, rest) = text.cut(at: " ")
        guard let version = RTSPVersion(version) else { throw .malformed("a status line names no version") }
        let (code, reason) = (rest ?? "").trimmed.cut(at: " ")
        guard code.utf8.count == 3, let number = Int(decimal: code), let status = RTSPStatus(code: number) else {
            throw .malformed("a status line has no status code")
        }
        return .response(status, reason: String((reason ?? "").trimmed), version)
    }
}
