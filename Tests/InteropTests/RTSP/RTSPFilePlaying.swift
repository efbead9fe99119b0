import Foundation
import TestSupport
import Testing

/// What each of several clients does with one file at a time.
extension Interop.RTSPFileTests {
    /// Of the test film, in seconds: a group of pictures.
    private static let group = 2.0
    /// Of the test film, in seconds: a frame.
    private static let frame = 1.0 / 30

    /// A range is played from the keyframe before its beginning up to its end, and no longer.
    static func playAPart(_ port: UInt16, _ url: String) throws {
        let client = try RTSPTestClient(port: port)
        try client.setUp(url)
        let start = try Start(client.request("PLAY", url, [("Range", "npt=5-20")]))
        let video = try start.video(of: client, until: { _ in false })
        let first = try #require(video.first)
        #expect(first.packet.beginsKeyframe)
        #expect(first.packet.sequenceNumber == start.sequenceNumber)
        #expect(5 - group...5 + frame ~= first.time, "PLAY of 5 s begins at \(first.time) s")
        let end = try #require(video.map(\.time).max())
        #expect(20 - 2 * frame...20 + frame ~= end, "PLAY up to 20 s ends at \(end) s")
        expectNoGap(video)
        printFigure("PLAY of npt=5-20 is \(first.time.formatted()) s to \(end.formatted()) s")
    }

    /// After a pause the next packet is the one that would have come.
    static func pause(_ port: UInt16, _ url: String) throws {
        let client = try RTSPTestClient(port: port)
        try client.setUp(url)
        let first = try Start(client.request("PLAY", url, [("Range", "npt=0-")]))
        var video = try first.video(of: client) { $0.time > 3 }
        #expect(try client.request("PAUSE", url).status == 200)
        // What was on its way.
        video += try first.video(of: client, patience: .milliseconds(500)) { _ in false }
        #expect(try client.frame(timeout: .seconds(2)) == nil, "something came during the pause")
        let second = try Start(client.request("PLAY", url))
        let rest = try second.video(of: client) { $0.time > 6 }
        #expect(rest.first?.packet.sequenceNumber == second.sequenceNumber)
        #expect((video.last?.time ?? 0) < 4.5, "it played on: up to \(video.last?.time ?? 0) s")
        expectNoGap(video + rest)
    }

    /// A PLAY while it plays goes elsewhere, there and back.
    static func seek(_ port: UInt16, _ url: String) throws {
        let client = try RTSPTestClient(port: port)
        try client.setUp(url)
        for time in [10.0, 25, 3] {
            let start = try Start(client.request("PLAY", url, [("Range", "npt=\(time)-")]))
            let video = try start.video(of: client) { $0.time > time + 1 }
            let first = try #require(video.first)
            #expect(first.packet.beginsKeyframe)
            #expect(time - group...time + frame ~= first.time, "PLAY of \(time) s begins at \(first.time) s")
            expectNoGap(video)
        }
        #expect(try client.request("TEARDOWN", url).status == 200)
    }

    /// Expects successive packets, and each frame of the time between the first and the last but some: those at the end are
    /// not in the order in which they are shown.
    private static func expectNoGap(_ video: [Start.Video]) {
        for (one, other) in zip(video, video.dropFirst()) {
            let next = other.packet.sequenceNumber
            #expect(
                next == one.packet.sequenceNumber &+ 1, "at \(one.time) s \(next) follows \(one.packet.sequenceNumber)")
        }
        let numbers = Set(video.map { Int(($0.time / frame).rounded()) })
        guard let first = numbers.min(), let last = numbers.max(), last - first > 20 else {
            Issue.record("only \(numbers.count) frames")
            return
        }
        let missing = (first...last - 4).filter { !numbers.contains($0) }
        #expect(missing.isEmpty, "frames \(missing) between \(first) and \(last) never came")
    }
}

/// Where PLAY has said that it begins.
private struct Start {
    struct Video {
        /// Normal play time, in seconds.
        let time: Double
        let packet: RTPFacts
    }

    /// Of the video's first packet.
    let sequenceNumber: UInt16
    private let timestamp: UInt32
    private let time: Double

    /// - Parameter response: of PLAY, with `Range` and, for the video first, `RTP-Info`.
    init(_ response: RTSPTestClient.Response) throws {
        #expect(response.status == 200)
        let range = try #require(response.field("Range"))
        let begin = range.dropFirst("npt=".count).prefix { $0 != "-" }
        time = try #require(Double(begin), "\(range)")
        let info = try #require(response.field("RTP-Info")?.split(separator: ",").first)
        let numbers = ["seq=", "rtptime="].map { name in
            info.range(of: name).flatMap { UInt32(info[$0.upperBound...].prefix(while: \.isNumber)) }
        }
        sequenceNumber = UInt16(truncatingIfNeeded: try #require(numbers[0], "\(info)"))
        timestamp = try #require(numbers[1], "\(info)")
    }

    /// The packets of the first track from the first one on, until one satisfies the condition or nothing comes any more.
    func video(
        of client: RTSPTestClient, patience: Duration = .seconds(3), until isEnough: (Video) -> Bool
    ) throws -> [Video] {
        var video: [Video] = []
        while let frame = try client.frame(timeout: patience) {
            guard frame.channel == 0, let packet = RTPFacts(frame.bytes) else { continue }
            let ticks = Int32(bitPattern: packet.timestamp &- timestamp)
            // What was on its way before PLAY was answered.
            if Int16(bitPattern: packet.sequenceNumber &- sequenceNumber) < 0 { continue }
            video.append(Video(time: time + Double(ticks) / 90_000, packet: packet))
            if video.last.map(isEnough) == true { break }
        }
        return video
    }
}

/// Runs what blocks on a thread of its own.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: .init(catching: body)) }
    }
}
