import HTTPTypes
import SFU
import Testing
import WebRTCGateway

@testable import Server

@Suite struct RouteTests {
    private static let id = "0123456789abcdefABCDEF"

    @Test func namesWhatThereIs() throws {
        let path = try StreamPath("live/bbb")
        let id = SessionID(text: Self.id)
        let expected: [(String, Route)] = [
            ("/", .frontPage), ("/demo", .player(try StreamPath("demo"))), ("/live/bbb", .player(path)),
            ("/live/bbb/publish", .publisher(path)), ("/live/bbb/whip", .endpoint(.publisher, path)),
            ("/live/bbb/whep", .endpoint(.subscriber, path)),
            ("/live/bbb/whip/\(Self.id)", .session(.publisher, path, id)),
            ("/live/bbb/whep/\(Self.id)", .session(.subscriber, path, id)), ("/v1/whip", .keyedEndpoint(.publisher)),
            ("/v1/whep", .keyedEndpoint(.subscriber)), ("/v1/streams", .streams),
            ("/v1/streams/live/bbb", .stream(path)),
            ("/metrics", .metrics), ("/healthz", .health), ("/readyz", .readiness),
            ("/assets/style.css", .asset("style.css")),
        ]
        for (text, route) in expected { #expect(try Route(text) == route, "\(text)") }
    }

    @Test(arguments: [
        "//", "//demo", "/demo/", "/demo//x", "/..", "/../etc/passwd", "/demo/../x", "/./demo", "/demo/.", "/%2e%2e/x",
        "/a%2Fb", "/a\\b", "/a b", "/a\u{0}b", "/a\r\nb", "/d\u{E9}mo", "/demo<script>", "/demo'", "/demo;x", "/demo:1",
        "/whip", "/publish", "/whep", "/publish/publish", "/v1", "/v1/", "/v1/whip/x", "/v1/other", "/v1/streams/",
        "/v1/streams/../x", "/metrics/x", "/assets", "/assets/a/b", "/hls/x", "/dash/x", "/demo/index.m3u8",
        "/demo/whip/short", "/demo/whip/\(id)\(id)\(id)", "/demo/whip/0123456789abcdefABCDE.", "/demo/whip/",
        "/" + String(repeating: "a", count: 300),
        "/" + Array(repeating: "a", count: 20).joined(separator: "/"),
    ])
    func othersDoNotExist(_ text: String) {
        let problem = #expect(throws: Problem.self) { try Route(text) }
        #expect(problem?.status == .notFound)
        #expect(problem?.detail.isEmpty == false)
    }

    @Test(arguments: ["", "*", "demo", "http://localhost/demo", "?x"])
    func targetsBeginWithASlash(_ text: String) {
        #expect(throws: Problem.self) { try Route(text) }
    }
}
