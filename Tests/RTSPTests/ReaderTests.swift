import RTSP
import Testing

@Suite struct ReaderTests {
    private typealias Item = RTSPReader.Item

    @Test func messagesAndFramesComeInOrder() {
        let text = """
            \r\n\nOPTIONS * RTSP/1.0\r\nCSeq: 7\r\nRequire: a\r\nrequire:\tb \r\n\r\n\
            $\u{3}\0\u{3}\r\n$RTSP/1.0 200 OK\nCSeq:1\nContent-Length: 4\n\nbodySET_PARAMETER rtsp://h/x RTSP/1.0\r
            CONTENT-LENGTH: 2\r\n\r\n$$$\u{7f}\0\0X_Y rtsp://h/ RTSP/2.0\r\n\r\n
            """
        var options = RTSPRequest(.options, url: "*", headers: ["CSeq": "7", "Require": "a"])
        options.headers.add("require", "b")
        var other = RTSPRequest(.other("X_Y"), url: "rtsp://h/")
        other.version = RTSPVersion(major: 2, minor: 0)
        let items: [Item] = [
            .request(options), .media(channel: 3, Array("\r\n$".utf8)),
            .response(RTSPResponse(.ok, headers: ["CSeq": "1", "Content-Length": "4"], body: Array("body".utf8))),
            .request(
                RTSPRequest(
                    .setParameter, url: "rtsp://h/x", headers: ["CONTENT-LENGTH": "2"], body: Array("$$".utf8))),
            .media(channel: 127, []), .request(other),
        ]
        let bytes = Array(text.utf8)
        for size in 1...bytes.count {
            let (read, error) = RTSPReader.read(bytes, slicedBy: size)
            #expect(read == items)
            #expect(error == nil)
        }
        #expect(options.sequence == 7)
        #expect(options.headers.values("REQUIRE") == ["a", "b"])
        #expect(options.headers["require"] == "a")
    }

    @Test(
        arguments: [
            ("RTSP/1.0 200 OK", 200, "OK"), ("RTSP/1.0 404", 404, ""), ("RTSP/1.0 404 ", 404, ""),
            ("RTSP/1.0 551 Not  for me", 551, "Not  for me"), ("RTSP/1.0 999 x", 999, "x"),
        ])
    func statusLineIsRead(_ line: String, _ code: Int, _ reason: String) throws {
        let items = RTSPReader.read(Array("\(line)\r\n\r\n".utf8)).items
        #expect(items == [.response(RTSPResponse(try #require(RTSPStatus(code: code)), reason: reason))])
    }

    /// Each is refused, with the answer that a server gives, and however it is sliced.
    @Test(
        arguments: [
            ("GET / HTTP/1.1\r\n\r\n", "this is HTTP on a port for RTSP"),
            ("\u{16}\u{3}\u{1}", "this is TLS on a port for plain RTSP"),
            ("\0", "a message does not begin with a name"),
            (" OPTIONS * RTSP/1.0", "a message does not begin with a name"),
            ("OPTIONS\r\n", "this is no request line"), ("OPT(S * RTSP/1.0\r\n", "this is no request line"),
            ("OPTIONS *\r\n", "a request line names no version"),
            ("OPTIONS * RTSP\r\n", "a request line names no version"),
            ("OPTIONS * RTSP/1.00\r\n", "a request line names no version"),
            ("OPTIONS * RTSP/x.0\r\n", "a request line names no version"),
            ("OPTIONS a b RTSP/1.0\r\n", "a request line names no version"),
            ("OPTIONS  RTSP/1.0\r\n", "a request's URL is none"),
            ("OPTIONS rtsp://h/\u{7f} RTSP/1.0\r\n", "a request's URL is none"),
            ("OPTIONS rtsp://h/\t RTSP/1.0\r\n", "a request's URL is none"),
            ("OPTIONS rtsp://h/\0 RTSP/1.0\r\n", "a control character stands in the first line"),
            ("OPTIONS rtsp://h/\rx RTSP/1.0\r\n", "a control character stands in the first line"),
            ("OPTIONS rtsp://h/\nx RTSP/1.0\r\n", "a request line names no version"),
            ("RTSP/1 200 OK\r\n", "a status line names no version"),
            ("RTSP/1.0\r\n", "a status line has no status code"),
            ("RTSP/1.0 20 OK\r\n", "a status line has no status code"),
            ("RTSP/1.0 099 OK\r\n", "a status line has no status code"),
            ("RTSP/1.0 +20 OK\r\n", "a status line has no status code"),
            ("RTSP/1.0 2000 OK\r\n", "a status line has no status code"),
            ("OPTIONS * RTSP/1.0\r\nCSeq\r\n", "a header has no name"),
            ("OPTIONS * RTSP/1.0\r\n: 1\r\n", "a header has no name"),
            ("OPTIONS * RTSP/1.0\r\nCSeq : 1\r\n", "a header's name is none"),
            ("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n folded: 1\r\n", "a header continues on another line"),
            ("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\tfolded\r\n", "a header continues on another line"),
            ("OPTIONS * RTSP/1.0\r\nCSeq: 1\0\r\n", "a control character stands in a header"),
            ("OPTIONS * RTSP/1.0\r\nCSeq: 1\r2\r\n", "a control character stands in a header"),
            ("OPTIONS * RTSP/1.0\r\nContent-Length: -1\r\n\r\n", "Content-Length is no number"),
            ("OPTIONS * RTSP/1.0\r\nContent-Length: +1\r\n\r\n", "Content-Length is no number"),
            ("OPTIONS * RTSP/1.0\r\nContent-Length: \r\n\r\n", "Content-Length is no number"),
            ("OPTIONS * RTSP/1.0\r\nContent-Length: 1, 1\r\n\r\n", "Content-Length is no number"),
            ("OPTIONS * RTSP/1.0\r\nContent-Length: 1\r\nContent-length: 2\r\n\r\n", "Content-Length is said twice"),
        ])
    func whatIsNoRTSPIsRefused(_ text: String, _ reason: String) {
        let bytes = Array(text.utf8)
        for size in [1, 2, 5, .max] {
            let (items, error) = RTSPReader.read(bytes, slicedBy: size)
            #expect(items.isEmpty)
            #expect(error == .malformed(reason))
            #expect(error?.status == .badRequest)
        }
    }

    @Test func equalContentLengthsAreOne() {
        let text = "OPTIONS * RTSP/1.0\r\nContent-Length: 1\r\nContent-Length: 01\r\n\r\nx"
        #expect(RTSPReader.read(Array(text.utf8)).items.count == 1)
    }

    /// Right at a limit a message is read; one more, and it is refused with 413. No limit is found out late: garbage
    /// without an end is refused once it is longer than anything could be.
    @Test(arguments: Self.limits)
    func limitsHold(_ limit: Limit) {
        for size in [1, 100, .max] {
            let (items, error) = RTSPReader.read(Array(limit.text(limit.maximum).utf8), slicedBy: size)
            #expect(items.count == 1)
            #expect(error == nil)
            let (none, refusal) = RTSPReader.read(Array(limit.text(limit.maximum + 1).utf8), slicedBy: size)
            #expect(none.isEmpty)
            #expect(refusal == .tooLarge(limit.name))
            #expect(refusal?.status == .requestEntityTooLarge)
        }
    }

    @Test(
        arguments: [
            ("", 64 + 1 + 4_096 + 1 + 8, "first line"), ("OPTIONS * RTSP/1.0\r\n", 512 + 2 + 2_048, "header line"),
        ])
    func garbageWithoutEndIsRefused(_ start: String, _ maximum: Int, _ name: String) throws {
        var reader = RTSPReader()
        reader.receive(Array(start.utf8).span)
        var count = 0
        var refusal: RTSPError?
        while refusal == nil, count < 1_000_000 {
            reader.receive([UInt8(ascii: "x")].span)
            count += 1
            do { #expect(try reader.next() == nil) } catch { refusal = error }
        }
        #expect(refusal == .tooLarge(name))
        #expect(count == maximum + 2)
    }

    @Test(arguments: ["131073", "4294967296", "9223372036854775808", "99999999999999999999999999"])
    func hugeBodiesAreRefusedBeforeTheyCome(_ length: String) {
        let text = "OPTIONS * RTSP/1.0\r\nContent-Length: \(length)\r\n\r\n"
        #expect(RTSPReader.read(Array(text.utf8)).error == .tooLarge("body"))
    }

    /// A frame of 65,535 bytes and a body of 128 KiB are the most that is held.
    @Test func memoryIsBounded() throws {
        var bytes: [UInt8] = []
        for _ in 0..<20 {
            RTSPFrameHeader.write(channel: 255, payload: .max, into: &bytes)
            bytes += [UInt8](repeating: 1, count: 65_535)
            RTSPRequest(.setParameter, url: "*", body: [UInt8](repeating: 2, count: RTSPLimits.body)).write(
                into: &bytes)
        }
        var reader = RTSPReader()
        var count = 0
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + 1_000)
            reader.receive(bytes.span.extracting(start..<end))
            start = end
            while let item = try reader.next() {
                count += 1
                if case .media(let channel, let range) = item {
                    #expect(channel == 255)
                    #expect(reader.buffer[range].count == 65_535)
                    #expect(reader.buffer[range].allSatisfy { $0 == 1 })
                }
            }
            #expect(reader.buffer.count <= RTSPLimits.buffered + 1_000)
            #expect(reader.bufferedBytes < RTSPLimits.buffered)
        }
        #expect(count == 40)
        #expect(reader.bufferedBytes == 0)
    }

    struct Limit: CustomTestStringConvertible, Sendable {
        var name: String
        var maximum: Int
        var text: @Sendable (Int) -> String
        var testDescription: String { name }
    }

    private static let limits = [
        Limit(name: "method", maximum: 64) { "\(x($0)) * RTSP/1.0\r\n\r\n" },
        Limit(name: "URL", maximum: 4_096) { "PLAY \(x($0)) RTSP/1.0\r\n\r\n" },
        Limit(name: "header name", maximum: 512) { "PLAY * RTSP/1.0\r\n\(x($0)): 1\r\n\r\n" },
        Limit(name: "header value", maximum: 2_048) { "PLAY * RTSP/1.0\r\nX: \(x($0))\r\n\r\n" },
        Limit(name: "header line", maximum: 2_562) {
            "PLAY * RTSP/1.0\r\nX:\(String(repeating: " ", count: $0 - 3))x\r\n\r\n"
        },
        Limit(name: "number of headers", maximum: 255) {
            "PLAY * RTSP/1.0\r\n\(String(repeating: "X: 1\r\n", count: $0))\r\n"
        },
        Limit(name: "head", maximum: 65_536) { count in
            let line = "X: \(x(1_021))\r\n"
            return
                "PLAY * RTSP/1.0\r\n\(String(repeating: line, count: 63))Y: \(x(count - 15 - 63 * 1_024 - 3))\r\n\r\n"
        },
    ]

    private static func x(_ count: Int) -> String { String(repeating: "x", count: count) }
}
