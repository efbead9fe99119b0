import Testing

@testable import Server

@Suite struct LinkURLTests {
    @Test(arguments: [
        ("rtmp://host/app/key", LinkScheme.rtmp, "rtmp://host/app/***"),
        ("RTMPS://host:1936/app/key", .rtmps, "rtmps://host:1936/app/***"),
        ("rtmp://user:secret@127.0.0.1:1935/live/bbb?token=t", .rtmp, "rtmp://127.0.0.1/live/***"),
        ("rtmp://[::1]/key", .rtmp, "rtmp://[::1]/***"),
        ("rtsp://user:secret@camera:8554/stream1?token=t", .rtsp, "rtsp://camera:8554/stream1?***"),
        ("rtsp://camera", .rtsp, "rtsp://camera"), ("RTSPS://[::1]:322/a/b", .rtsps, "rtsps://[::1]/a/b"),
    ])
    func isReadAndShownWithoutSecrets(_ text: String, _ scheme: LinkScheme, _ shown: String) throws {
        let url = try LinkURL(text)
        #expect(url.scheme == scheme)
        #expect(url.text == text)
        #expect("\(url)" == shown)
    }

    @Test(arguments: [
        ("file:///etc/passwd", "file"), ("unix:/run/x.sock", "unix"), ("http://host/x", "http"),
        ("srt://host:8890", "srt"), ("HTTPS://host/", "https"),
    ])
    func otherSchemesAreNamed(_ text: String, _ scheme: String) {
        #expect(throws: LinkURLError.unsupported(scheme: scheme)) { try LinkURL(text) }
        #expect(
            LinkURLError.unsupported(scheme: scheme).description.contains("supported are rtmp:, rtmps:, rtsp:, rtsps:.")
        )
    }

    @Test(arguments: [
        "", "host/app/key", ":", "rtmp", "rtmp:", "rtmp://", "rtmp:///app/key", "rtmp://host", "rtmp://host/",
        "rtmp://host/a b", "rtsp://", "rtsp:///a", "rtsp://host:0/a", "rtsp://host/a b",
        "rtmp://host:0/app/key", "rtmp://host:65536/app/key", "rt mp://host/a", "/etc/passwd",
        "rtmp://host/" + String(repeating: "a", count: 4_096),
    ])
    func nonsenseIsMalformed(_ text: String) {
        #expect(throws: LinkURLError.malformed) { try LinkURL(text) }
    }
}
