import Net
import SFU

/// Builds packets for tests: a header of twelve bytes, then a payload that names the packet.
enum Packets {
    static let clockRate = 90_000

    static func instant(_ milliseconds: Int) -> Instant {
        Instant(nanoseconds: Int64(milliseconds) * 1_000_000)
    }

    /// Feeds one packet into a track, as the media plane does.
    @discardableResult
    static func ingest(
        _ track: Track, layer: Int = 0, _ sequence: UInt16, timestamp: UInt32 = 0, keyframe: Bool = false,
        width: Int = 0, height: Int = 0, payload: [UInt8] = [1, 2, 3], at milliseconds: Int = 0
    ) -> Bool {
        let bytes = [UInt8](repeating: 0, count: 12) + payload
        return bytes.withUnsafeBytes { buffer in
            track.ingest(
                IncomingPacket(
                    sequence: sequence, timestamp: timestamp, marker: false, startsKeyframe: keyframe, width: width,
                    height: height, bytes: buffer, payloadOffset: 12, payloadLength: payload.count,
                    extensions: ForwardedExtensions()),
                layer: layer, now: instant(milliseconds), wallClock: Int64(milliseconds) * 1_000_000)
        }
    }

    static func subscription(
        isVideo: Bool = true, firstSequence: UInt16 = 100, firstTimestamp: UInt32 = 5_000
    ) -> UnsafeMutablePointer<Subscription> {
        Subscription.allocate(
            Subscription(
                transport: UnsafeMutableRawPointer(bitPattern: 16)!, ssrc: 1, payloadType: 96, isVideo: isVideo,
                clockRate: clockRate, firstSequence: firstSequence, firstTimestamp: firstTimestamp))
    }

    /// What a viewer would be sent of everything that is pending.
    static func plan(_ track: Track, _ subscription: UnsafeMutablePointer<Subscription>) -> [Sent] {
        withUnsafeTemporaryAllocation(of: ForwardOperation.self, capacity: track.cache.capacity) { operations in
            let count = subscription.pointee.plan(
                track.cache, from: track.fannedOut, to: track.cache.end, into: operations.baseAddress!)
            return (0..<count).map { index in
                let operation = operations[index]
                let record = operation.record.pointee
                return Sent(
                    index: operation.index, timestamp: operation.timestamp,
                    payload: Array(
                        UnsafeBufferPointer(
                            start: operation.bytes + Int(record.payloadOffset), count: Int(record.payloadLength))))
            }
        }
    }
}

/// One packet as a viewer gets it.
struct Sent: Equatable {
    var index: UInt64
    var timestamp: UInt32
    var payload: [UInt8]
}
