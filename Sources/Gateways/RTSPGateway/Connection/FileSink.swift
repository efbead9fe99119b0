import GatewaySupport
import MediaPlane
import NIOCore
import Net
import RTSP
import Synchronization

/// Where a file's packets go: to the player's channels, or its ports. Called on the playback's thread.
final class FileSink: PlaybackSink, DatagramClient {
    let services: GatewayServices
    private let routes: [TrackRoute]
    private let encodings: [String]
    private let channel: any Channel
    private let local: IPAddress?
    private let state: Mutex<State>

    private struct State {
        var packets: [UInt64]
        var bytes: [UInt64]
        var isFull = false
        var heard: Instant?
    }

    init(
        _ routes: [TrackRoute], encodings: [String], channel: any Channel, services: GatewayServices, local: IPAddress?
    ) {
        self.routes = routes
        self.encodings = encodings
        self.channel = channel
        self.services = services
        self.local = local
        let none = [UInt64](repeating: 0, count: routes.count)
        state = Mutex(State(packets: none, bytes: none))
    }

    func send(_ packets: PlaybackPackets) -> Bool {
        guard routes.indices.contains(packets.track) else { return true }
        if !packets.isControl {
            state.withLock { state in
                state.packets[packets.track] &+= UInt64(packets.packets.count)
                state.bytes[packets.track] &+= UInt64(packets.bytes.count)
            }
        }
        switch routes[packets.track] {
        case .interleaved(let rtp, let rtcp):
            return write(packets, channel: packets.isControl ? rtcp : rtp)
        case .udp(let rtp, let rtcp):
            let socket = packets.isControl ? services.ports?.rtcp : services.ports?.rtp
            var destinations = [Destination(peer: packets.isControl ? rtcp : rtp, from: local)]
            packets.bytes.withUnsafeBytes { bytes in
                _ = socket?.send(packets.packets, of: bytes, as: .other, to: &destinations)
            }
            return true
        case .multicast:
            return true
        }
    }

    private func write(_ packets: PlaybackPackets, channel number: UInt8) -> Bool {
        var output: [UInt8] = []
        output.reserveCapacity(packets.bytes.count + packets.packets.count * RTSPFrameHeader.length)
        for range in packets.packets {
            RTSPFrameHeader.write(channel: number, payload: UInt16(clamping: range.count), into: &output)
            output += packets.bytes[range]
        }
        services.counters.bytesSent.count(output.count)
        channel.writeAndFlush(ByteBuffer(bytes: output), promise: nil)
        guard !channel.isWritable else { return true }
        state.withLock { $0.isFull = true }
        // It may have become writable in between, and then nobody says so again.
        return channel.isWritable && takeFullness()
    }

    /// Whether the playback waits for room; it is about to be told.
    func takeFullness() -> Bool {
        state.withLock { state in
            defer { state.isFull = false }
            return state.isFull
        }
    }

    /// The session stays, for another PLAY.
    func ended(_ end: PlaybackEnd) {}

    // MARK: The player's reports

    func receive(_ bytes: UnsafeRawBufferPointer, track: Int, isControl: Bool, at time: LoopTime) {
        state.withLock { $0.heard = time.now }
    }

    func endBatch(at time: LoopTime) {}

    var heard: Instant? { state.withLock { $0.heard } }

    // MARK: Figures

    var bytes: UInt64 { state.withLock { $0.bytes.reduce(0, &+) } }

    /// Bytes that wait for the player; on its event loop.
    var unsent: Int { (try? channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0 }

    var summaries: [RTSPTrackSummary] {
        state.withLock { state in
            encodings.indices.map { index in
                RTSPTrackSummary(
                    encoding: encodings[index], packets: state.packets[index], bytes: state.bytes[index], lost: 0,
                    jitter: nil, dropped: 0)
            }
        }
    }
}
