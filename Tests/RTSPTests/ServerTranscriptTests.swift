import RTSP
import Testing

/// What real programs send, in slices of several sizes, at a server that asks once who they are and has TCP for
/// players.
@Suite struct ServerTranscriptTests {
    @Test(arguments: Case.all, [1, 2, 5, 64, 1000, .max])
    func programIsUnderstoodHoweverItsBytesAreSliced(_ program: Case, slice: Int) throws {
        var server = try ServerUnderTest()
        server.challenges = program.challenges
        var text = program.transcript.replacing("Session: 12345678", with: "Session: \(server.session)")
        // The server of the recording named a session in its answer to ANNOUNCE, as ours does in that to SETUP.
        if let setup = text.firstRange(of: "\nSETUP "), let end = text[setup.upperBound...].firstRange(of: "\n\n") {
            let request = text[setup.lowerBound..<end.lowerBound]
            text.replaceSubrange(
                setup.lowerBound..<end.lowerBound, with: request.replacing("\nSession: \(server.session)", with: ""))
        }
        try server.feed(wire(text), slice: slice)
        #expect(server.events.map(\.inWords) == program.events)
        // The recording answers another nonce than this connection's.
        #expect(server.events.allSatisfy { $0.question?.authorization == nil })
        let answers = server.answers().map { "\($0.status.code)" }.joined(separator: " ")
        #expect(answers == program.answers)
        #expect(server.media.allSatisfy { $0.allSatisfy { $0 == UInt8(ascii: "$") } })
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let transcript: String
        let events: [String]
        let answers: String
        var challenges = 1

        static let all = [
            Case(
                testDescription: "OpenCV plays", transcript: PlayingTranscripts.openCVPlays,
                events: [
                    "describe /live/bbb?token=t", "describe /live/bbb?token=t",
                    "set up /live/bbb?token=t/trackID=0 first", "set up /live/bbb?token=t/trackID=1",
                    "play /live/bbb?token=t npt=0-",
                ],
                answers: "200 401 200 200 200 200"),
            Case(
                testDescription: "ffmpeg falls back", transcript: PlayingTranscripts.ffmpegFallsBack,
                events: [
                    "describe /live/bbb", "describe /live/bbb", "set up /live/bbb/trackID=0 first",
                    "set up /live/bbb/trackID=0 first", "set up /live/bbb/trackID=1", "play /live/bbb npt=0-",
                ],
                answers: "200 401 200 461 200 200 200"),
            Case(
                testDescription: "GStreamer falls back", transcript: PlayingTranscripts.gstreamerFallsBack,
                events: [
                    "describe /live/bbb?token=t", "describe /live/bbb?token=t", "set up /live/trackID=0 first",
                    "set up /live/trackID=0 first", "set up /live/trackID=0 first", "set up /live/trackID=1",
                    "play /live/bbb?token=t npt=0-", "teardown all",
                ],
                answers: "200 401 200 461 461 200 200 200 200"),
            // Its server's sessions have tracks with URLs of their own.
            Case(
                testDescription: "VLC plays", transcript: PlayingTranscripts.vlcPlays,
                events: ["set up /live/bbb?token=t first"], answers: "461 454 454", challenges: 0),
            Case(
                testDescription: "ffmpeg publishes", transcript: PublishingTranscripts.ffmpegPublishes,
                events: [
                    "announce /live/bbb?token=t application/sdp", "announce /live/bbb?token=t application/sdp",
                    "set up /live/bbb?token=t/streamid=0 to record first",
                    "set up /live/bbb?token=t/streamid=1 to record", "record /live/bbb?token=t", "teardown all",
                ],
                answers: "200 401 200 200 200 200 200"),
            Case(
                testDescription: "ffmpeg 9.0 publishes", transcript: PublishingTranscripts.recentFFmpegPublishes,
                events: [
                    "announce /live/bbb application/sdp", "announce /live/bbb application/sdp",
                    "set up /live/bbb/streamid=0 to record first", "set up /live/bbb/streamid=1 to record",
                    "record /live/bbb", "28 bytes on 1", "teardown all",
                ],
                answers: "200 401 200 200 200 200 200"),
            Case(
                testDescription: "GStreamer publishes", transcript: PublishingTranscripts.gstreamerPublishes,
                events: [
                    "announce /live/bbb application/sdp", "announce /live/bbb application/sdp",
                    "set up /live/bbb/stream=0 to record first", "record /live/bbb", "14 bytes on 0", "paused",
                    "teardown all",
                ],
                answers: "200 401 200 200 200 200 200"),
        ]
    }
}
