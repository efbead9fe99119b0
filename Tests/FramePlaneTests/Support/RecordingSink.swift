import Codecs
import Synchronization

@testable import FramePlane

/// Writes down what a stream gives it.
final class RecordingSink: FrameSink {
    enum Event: Equatable {
        case tracks([SinkTrack])
        case restart
        case frame(Frame, track: Int)
        case packets([Int64], track: Int)
    }

    private let list = Mutex<[Event]>([])
    private let latestAge = Mutex<Int64>(0)
    /// Whether it answers every frame that it could do with a keyframe.
    private let wantsKeyframes: Bool

    init(wantsKeyframes: Bool = false) {
        self.wantsKeyframes = wantsKeyframes
    }

    var events: [Event] { list.withLock { $0 } }

    /// The first byte of each frame of a track.
    func marks(of track: Int) -> [UInt8] {
        events.compactMap { if case .frame(let frame, track) = $0 { frame.bytes.first } else { nil } }
    }

    /// Of the latest frame, in nanoseconds.
    var age: Int64 { latestAge.withLock { $0 } }

    func describe(_ tracks: [SinkTrack]) {
        list.withLock { $0.append(.tracks(tracks)) }
    }

    func restart() {
        list.withLock { $0.append(.restart) }
    }

    func accept(_ frame: Frame, track: Int, _ moment: FrameMoment) -> Bool {
        list.withLock { $0.append(.frame(frame, track: track)) }
        latestAge.withLock { $0 = moment.age }
        return wantsKeyframes
    }

    func accept(_ batch: PacketBatch, track: Int, age: Int64) -> Bool {
        list.withLock { $0.append(.packets(batch.packets.map(\.sequence), track: track)) }
        latestAge.withLock { $0 = age }
        return wantsKeyframes
    }
}
