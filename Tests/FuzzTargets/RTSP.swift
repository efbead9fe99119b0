import RTSP
import TestSupport

extension FuzzTarget {
    /// Messages and frames: the same in any slices, within the limits, and as they were when written and read again.
    package static let rtspReader = FuzzTarget(
        "rtsp-reader",
        seeds: [
            "OPTIONS rtsp://h:8554/live/a?t=1 RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: x\r\n\r\n$\u{1}\0\u{4}abcd",
            "\r\n$\0\0\0ANNOUNCE rtsp://h/x RTSP/1.0\r\nCSeq: 2\nContent-Length: 5\r\n\r\nv=0\r\n$\u{7f}\0\u{1}x",
            "RTSP/1.0 200 OK\r\nCSeq: 3\r\nSession: 1\r\ncontent-length:0\r\n\r\nRTSP/1.0 404\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
        ].map { Array($0.utf8) }
    ) { bytes in
        var runs: [([RTSPItem], [[UInt8]], RTSPError?)] = []
        for size in [1, 7, bytes.count + 1] { runs.append(readRTSP(bytes, slicedBy: size)) }
        for run in runs {
            precondition(run.1 == runs[0].1 && run.2 == runs[0].2, "slices make no difference")
        }
        precondition(runs[0].1.reduce(0) { $0 + $1.count } <= 4 * bytes.count + 100, "nothing comes out of nothing")
        let written = runs[0].1.flatMap { $0 }
        let again = readRTSP(written.span, slicedBy: 100)
        precondition(again.1 == runs[0].1 && again.2 == nil, "what is written is read")
    }

    /// The header that decides about ports and channels.
    package static let rtspTransport = FuzzTarget(
        "rtsp-transport",
        seeds: [
            "RTP/AVP;unicast;client_port=5000-5001,RTP/AVP/TCP;unicast;interleaved=254-255;mode=\"PLAY\"",
            "RTP/AVP;multicast;destination=239.0.0.1;ttl=16;port=3456-3457;source=h;ssrc=0x1234ABCD;server_port=0",
            "RTP/SAVP;unicast;client_port=1;mode=record;layers=1;append",
        ].map { Array($0.utf8) }
    ) { bytes in
        guard let header = try? TransportHeader(parsing: text(bytes)) else { return }
        precondition(1...TransportHeader.maximumSpecifications ~= header.specifications.count, "within limits")
        for specification in header.specifications {
            precondition(specification.clientPort?.first != 0 && specification.serverPort?.first != 0, "ports are some")
        }
        precondition((try? TransportHeader(parsing: header.text)) == header, "what is written is read")
    }

    /// The other headers.
    package static let rtspHeaders = FuzzTarget(
        "rtsp-headers",
        seeds: [
            "12345678;timeout=60", "npt=5.25-20", "npt=now-", "npt=1:02:03.5-", "npt=-7", "clock=19961108T142300Z-",
            "smpte-30-drop=10:07:00-10:07:33:05.01;time=19970123T143720Z", "OPTIONS, DESCRIBE, X_Y",
            "url=rtsp://h/a,b;c/track=1;seq=45102;rtptime=2890844526, url=x;seq=1",
        ].map { Array($0.utf8) }
    ) { bytes in
        let text = text(bytes)
        if let session = try? SessionHeader(parsing: text) {
            precondition((try? SessionHeader(parsing: session.text)) == session, "what is written is read")
        }
        if let range = try? RangeHeader(parsing: text) {
            precondition((try? RangeHeader(parsing: range.text)) == range, "what is written is read")
            if case .normalPlayTime(.at(let from), let to) = range {
                precondition(from >= .zero && from <= to ?? from, "time runs forwards")
            }
        }
        if let info = try? RTPInfoHeader(parsing: text) {
            precondition(1...RTPInfoHeader.maximumEntries ~= info.entries.count, "within limits")
            precondition((try? RTPInfoHeader(parsing: info.text)) == info, "what is written is read")
        }
        let methods = PublicHeader(parsing: text)
        precondition(methods.methods.count <= PublicHeader.maximumMethods, "within limits")
        precondition(PublicHeader(parsing: methods.text) == methods, "what is written is read")
    }

    /// URLs, and tracks below them.
    package static let rtspURL = FuzzTarget(
        "rtsp-url",
        seeds: [
            "rtsp://us%40er:pa%3Ass@host:8554/live/a%20b?token=t/trackID=1 trackID=1",
            "rtsps://[2001:db8::1]:322/a/b/?x=y *", "rtsp://h/live/x?a=1&b=/2?3 rtsp://other/x", "rtsp://h /stream=0",
        ].map { Array($0.utf8) }
    ) { bytes in
        let parts = text(bytes).split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard let url = RTSPURL(parts[0]) else { return }
        precondition(url.port > 0 && !url.host.isEmpty, "there is somebody to connect to")
        precondition(url.decodedPath?.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } != false, "no control character")
        var bare = url
        bare.credentials = nil
        precondition(RTSPURL(url.text) == bare, "what is written is read")
        precondition(url.control(below: url) == "", "a URL is below itself")
        precondition(RTSPURL(url.redacted)?.path == url.path, "the path is no secret")
        guard parts.count > 1 else { return }
        let resolved = RTSPURL.control(parts[1], base: url.text)
        _ = RTSPURL(resolved)?.control(below: url)
        _ = url.control(below: RTSPURL(resolved) ?? url)
    }

    /// Both sides of authentication.
    package static let rtspAuthorization = FuzzTarget(
        "rtsp-authorization",
        seeds: [
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
            "Digest realm=\"a\\\"b\", nonce=\"n\", qop=\"auth,auth-int\", algorithm=SHA-256",
            "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"rtsp://h/\", response=\"00\"",
            "Digest username=u, realm=r, nonce=n, uri=x, response=00, qop=auth, nc=00000001, cnonce=\"c\"",
            "Digest realm=IP Camera, nonce=1, stale=FALSE", "Basic realm=\"/\"",
        ].map { Array($0.utf8) }
    ) { bytes in
        let text = text(bytes)
        let secret = DigestSecret(user: "u", realm: "r", password: "p")
        if let authorization = try? RTSPAuthorization(parsing: text) {
            precondition(
                (try? RTSPAuthorization(parsing: authorization.text)) == authorization, "what is written is read")
            precondition(!authorization.isProof(of: secret, realm: "r", method: .play), "nobody guesses")
        }
        var random = SeededRandom(seed: 1)
        let credentials = RTSPCredentials(user: "u", password: "p")
        guard var client = RTSPClientAuthentication([text], credentials: credentials) else { return }
        let answer = client.authorization(for: .play, url: "rtsp://h/", using: &random)
        guard let authorization = try? RTSPAuthorization(parsing: answer) else {
            preconditionFailure("what is written is read")
        }
        precondition(authorization.user == "u", "the user stays who it is")
    }

    /// What was read, each item as it is written again, and the error at the end.
    private static func readRTSP(
        _ bytes: Span<UInt8>, slicedBy size: Int
    ) -> (items: [RTSPItem], written: [[UInt8]], error: RTSPError?) {
        var reader = RTSPReader()
        var items: [RTSPItem] = []
        var written: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + size)
            reader.receive(bytes.extracting(start..<end))
            start = end
            do {
                while let item = try reader.next() {
                    var output: [UInt8] = []
                    switch item {
                    case .media(let channel, let range):
                        let payload = reader.buffer[range]
                        RTSPFrameHeader.write(
                            channel: channel, payload: UInt16(clamping: payload.count), into: &output)
                        output += payload
                    case .request(let request): request.write(into: &output)
                    case .response(let response): response.write(into: &output)
                    }
                    items.append(item)
                    written.append(output)
                }
            } catch {
                return (items, written, error)
            }
            precondition(reader.bufferedBytes <= min(RTSPLimits.buffered, bytes.count), "within limits")
        }
        return (items, written, nil)
    }
}
