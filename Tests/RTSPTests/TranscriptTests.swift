import Net
import RTSP
import Testing

/// What programs really send is read as it was meant.
@Suite struct TranscriptTests {
    struct Vector: CustomTestStringConvertible {
        var name: String
        var transcript: String
        var methods: String
        /// One for each SETUP.
        var transports: [TransportSpecification]
        /// What the URLs of SETUP have behind that of ANNOUNCE or DESCRIBE.
        var controls: [String?]
        var frames = 0
        var testDescription: String { name }
    }

    @Test(arguments: Self.vectors)
    func transcriptIsRead(_ vector: Vector) throws {
        let bytes = wire(vector.transcript)
        let (items, error) = RTSPReader.read(bytes)
        #expect(error == nil)
        for size in [1, 2, 3, 7, 64, 1000] { #expect(RTSPReader.read(bytes, slicedBy: size).items == items) }
        let requests = requests(vector.transcript)
        #expect(requests.map(\.method.name).joined(separator: " ") == vector.methods)
        #expect(requests.compactMap(\.sequence).count == requests.count)
        #expect(items.count - requests.count == vector.frames)

        let setups = requests.filter { $0.method == .setup }
        var transports: [TransportSpecification] = []
        for request in setups {
            let header = try TransportHeader(parsing: try #require(request.headers["Transport"]))
            #expect(header.specifications.count == 1)
            transports += header.specifications
        }
        #expect(transports == vector.transports)
        let described = requests.first { $0.method == .describe || $0.method == .announce } ?? requests[0]
        let base = try #require(RTSPURL(described.url))
        #expect(setups.map { RTSPURL($0.url)?.control(below: base) } == vector.controls)
        for request in requests {
            #expect(request.headers["Session"].map { $0 == "12345678" } != false)
            if let range = request.headers["Range"] {
                #expect(try RangeHeader(parsing: range) == .normalPlayTime(from: .at(.zero), to: nil))
            }
            #expect(request.body.isEmpty == (request.headers["Content-Type"] == nil))
            #expect(request.body.isEmpty || request.body.starts(with: "v=0\r\n".utf8))
        }
    }

    /// What is written again, and read again, is the same.
    @Test(arguments: Self.vectors)
    func requestsAreWrittenAsTheyWereRead(_ vector: Vector) {
        let requests = requests(vector.transcript)
        var bytes: [UInt8] = []
        for request in requests { request.write(into: &bytes) }
        let again = RTSPReader.read(bytes).items
        #expect(again.count == requests.count)
        for (item, request) in zip(again, requests) {
            guard case .request(var read) = item else {
                Issue.record("\(item) is no request")
                continue
            }
            // It stands at the end when it is written.
            #expect(read.headers["Content-Length"] == request.headers["Content-Length"])
            var expected = request
            expected.headers["Content-Length"] = nil
            read.headers["Content-Length"] = nil
            #expect(read == expected)
        }
    }

    private static func tcp(_ first: UInt8, _ mode: TransportSpecification.Mode? = nil) -> TransportSpecification {
        var specification = TransportSpecification(.tcp, .unicast)
        specification.interleaved = TransportPair(first, first + 1)
        specification.mode = mode
        return specification
    }

    private static func udp(_ first: UInt16, _ mode: TransportSpecification.Mode? = nil) -> TransportSpecification {
        var specification = TransportSpecification(.udp, .unicast)
        specification.clientPort = TransportPair(first, first + 1)
        specification.mode = mode
        return specification
    }

    private static let vectors = [
        Vector(
            name: "ffmpeg publishes", transcript: PublishingTranscripts.ffmpegPublishes,
            methods: "OPTIONS ANNOUNCE ANNOUNCE SETUP SETUP RECORD TEARDOWN",
            transports: [udp(12104, .record), udp(12106, .record)], controls: ["streamid=0", "streamid=1"]),
        Vector(
            name: "recent ffmpeg publishes", transcript: PublishingTranscripts.recentFFmpegPublishes,
            methods: "OPTIONS ANNOUNCE ANNOUNCE SETUP SETUP RECORD TEARDOWN",
            transports: [tcp(0, .record), tcp(2, .record)], controls: ["streamid=0", "streamid=1"], frames: 1),
        Vector(
            name: "GStreamer publishes", transcript: PublishingTranscripts.gstreamerPublishes,
            methods: "OPTIONS ANNOUNCE ANNOUNCE SETUP RECORD PAUSE TEARDOWN", transports: [tcp(0, .record)],
            controls: ["stream=0"], frames: 1),
        Vector(
            name: "OpenCV plays", transcript: PlayingTranscripts.openCVPlays,
            methods: "OPTIONS DESCRIBE DESCRIBE SETUP SETUP PLAY", transports: [tcp(0), tcp(2)],
            controls: ["trackID=0", "trackID=1"]),
        Vector(
            name: "ffmpeg falls back", transcript: PlayingTranscripts.ffmpegFallsBack,
            methods: "OPTIONS DESCRIBE DESCRIBE SETUP SETUP SETUP PLAY", transports: [udp(19592), tcp(0), tcp(2)],
            controls: ["trackID=0", "trackID=0", "trackID=1"]),
        Vector(
            name: "GStreamer falls back", transcript: PlayingTranscripts.gstreamerFallsBack,
            methods: "OPTIONS DESCRIBE DESCRIBE SETUP SETUP SETUP SETUP PLAY TEARDOWN",
            transports: [udp(55992), TransportSpecification(.udp, .multicast), tcp(0), tcp(2)],
            // It takes RFC 3986 at its word: the base was `.../live/bbb?token=t`, without a slash at its end.
            controls: [nil, nil, nil, nil]),
        Vector(
            name: "VLC plays", transcript: PlayingTranscripts.vlcPlays, methods: "SETUP PLAY TEARDOWN",
            transports: [udp(9190)], controls: [""]),
    ]
}

/// ffmpeg, OpenCV and GStreamer computed these proofs.
@Suite struct TranscriptProofTests {
    @Test(
        arguments: [
            (PublishingTranscripts.ffmpegPublishes, "us@er", "pa:ss", false, 5),
            (PublishingTranscripts.recentFFmpegPublishes, "user", "pass", true, 5),
            (PublishingTranscripts.gstreamerPublishes, "user", "pass", false, 5),
            (PlayingTranscripts.openCVPlays, "user", "pass", false, 4),
            (PlayingTranscripts.ffmpegFallsBack, "user", "pass", false, 5),
            (PlayingTranscripts.gstreamerFallsBack, "user", "pass", false, 7),
        ])
    func proofsAreRight(_ transcript: String, _ user: String, _ password: String, _ hasQop: Bool, _ count: Int) throws {
        let secret = DigestSecret(user: user, realm: "turnout", password: password)
        let wrong = DigestSecret(user: user, realm: "turnout", password: password + "x")
        let signed = requests(transcript).filter { $0.headers["Authorization"] != nil }
        #expect(signed.count == count)
        for request in signed {
            let authorization = try RTSPAuthorization(parsing: try #require(request.headers["Authorization"]))
            #expect(authorization.user == user)
            #expect(authorization.isProof(of: secret, realm: "turnout", method: request.method))
            #expect(!authorization.isProof(of: wrong, realm: "turnout", method: request.method))
            #expect(!authorization.isProof(of: secret, realm: "turnout", method: .options))
            guard case .digest(let digest) = authorization else {
                Issue.record("\(authorization) is no Digest")
                continue
            }
            #expect(digest.uri == request.url)
            #expect((digest.protection != nil) == hasQop)
            #expect(digest.algorithm == .md5)
        }
    }
}
