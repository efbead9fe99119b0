import Codecs
import DTLS
import MediaPlane
import Net
import SFU
import Synchronization

@testable import FramePlane

/// Both planes as the server has them, with one worker, and real threads and clocks.
final class TestPlane: Sendable {
    let media: MediaPlane
    let frames: FramePlane
    /// What the media plane's tap got; nobody else reads it.
    let tap: PacketTap

    /// - Parameters:
    ///   - grace: of both planes.
    ///   - clocks: of the frame plane; one that stands still lets nothing grow old, however long the test's turn takes.
    init(
        grace: Duration = .milliseconds(50), rules: TranscodingRules = TranscodingRules(),
        clocks: @escaping @Sendable () -> LoopTime = LoopTime.ofSystem
    ) throws {
        tap = PacketTap {}
        media = try Self.media(tap, grace: grace)
        frames = FramePlane(plane: media, tap: PacketTap {}, grace: grace, clocks: clocks) { _ in rules }
    }

    static func media(_ tap: PacketTap, grace: Duration) throws -> MediaPlane {
        try MediaPlane(
            settings: MediaSettings(firstPort: 0, reconnectGrace: grace), identity: DTLSIdentity(), tap: tap
        ) { _ in }
    }

    func publish(
        _ path: StreamPath, refusesWhenPublished: Bool = false, ends: EndLog = EndLog()
    ) async throws -> FramePublication {
        try await frames.publish(path, as: .test, refusesWhenPublished: refusesWhenPublished) { ends.append($0) }
    }

    func stop() async {
        frames.stop()
        await media.stop()
    }
}

/// Why publications ended.
final class EndLog: Sendable {
    private let list = Mutex<[PublicationEnd]>([])

    var ends: [PublicationEnd] { list.withLock { $0 } }

    func append(_ end: PublicationEnd) {
        list.withLock { $0.append(end) }
    }
}

/// Everything that a reader got.
final class ReaderLog {
    private let reader: FrameReader
    private(set) var events: [FrameEvent] = []

    init(_ reader: FrameReader) {
        self.reader = reader
    }

    func update() -> ReaderLog {
        reader.take(into: &events)
        return self
    }

    /// The first byte of each frame.
    var marks: [UInt8] { events.compactMap { if case .frame(let frame, _) = $0 { frame.bytes.first } else { nil } } }

    var times: [Int64] {
        events.compactMap { if case .frame(let frame, _) = $0 { frame.decodeTime.milliseconds } else { nil } }
    }

    /// Each packet, its track and its payload.
    var packets: [(packet: MediaPacket, track: Int, payload: [UInt8])] {
        events.flatMap { event -> [(packet: MediaPacket, track: Int, payload: [UInt8])] in
            guard case .packets(let batch, let track) = event else { return [] }
            return batch.packets.map { ($0, track, Array(batch.bytes[$0.payload])) }
        }
    }

    func close() {
        reader.close()
    }

    var end: ReadingEnd? {
        if case .ended(let reason)? = events.last { reason } else { nil }
    }
}
