import Codecs
import Figures
import Net
import SFU

/// What the engine's own decisions cost: a packet taken into its track, and what becomes of it for each viewer.
enum PlanBenchmark {
    static func run() throws -> Table {
        let track = Track(kind: .video)
        track.publish(rids: [nil], codec: Codec(.vp8, clockRate: 90_000))
        let transport = UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)
        let subscriptions = (0..<viewers).map { viewer in
            Subscription.allocate(
                Subscription(
                    transport: transport, ssrc: UInt32(viewer), payloadType: 96, isVideo: true, clockRate: 90_000,
                    firstSequence: 1, firstTimestamp: 1))
        }
        for subscription in subscriptions { track.add(subscription, now: now) }
        let operations = UnsafeMutablePointer<ForwardOperation>.allocate(capacity: packetsInFrame)
        defer {
            operations.deallocate()
            for subscription in subscriptions { Subscription.free(subscription) }
            transport.deallocate()
        }

        var sequence: UInt16 = 0
        var planned = 0
        var ingest: [Double] = []
        var plan: [Double] = []
        for _ in 0..<Measurement.rounds {
            var times: (ingest: Int64, plan: Int64) = (0, 0)
            for _ in 0..<frames {
                times.ingest += Measurement.cpuTime { ingestFrame(track, &sequence) }
                times.plan += Measurement.cpuTime {
                    for subscription in track.subscriptions {
                        planned += subscription.pointee.plan(
                            track.cache, from: track.fannedOut, to: track.cache.end, into: operations)
                    }
                }
                track.didFanOut()
            }
            ingest.append(Double(times.ingest) / Double(frames * packetsInFrame))
            plan.append(Double(times.plan) / Double(frames * packetsInFrame * viewers))
        }
        guard planned == Measurement.rounds * frames * packetsInFrame * viewers else {
            throw BenchmarkError.wrong("the engine left packets out")
        }

        var table = Table("Engine, without network", columns: ["each"])
        table.add("packet taken into its track and cache", [ingest.median])
        table.add("packet planned for one of \(viewers) viewers", [plan.median])
        return table
    }

    private static func ingestFrame(_ track: Track, _ sequence: inout UInt16) {
        withUnsafeTemporaryAllocation(byteCount: 1_200, alignment: 1) { bytes in
            for _ in 0..<packetsInFrame {
                _ = track.ingest(
                    IncomingPacket(
                        sequence: sequence, timestamp: UInt32(sequence), marker: false, startsKeyframe: sequence == 0,
                        width: 0, height: 0, bytes: UnsafeRawBufferPointer(bytes), payloadOffset: 12,
                        payloadLength: 1_188, extensions: ForwardedExtensions()),
                    layer: 0, now: now, wallClock: 0)
                sequence &+= 1
            }
        }
    }

    private static let viewers = 100
    private static let packetsInFrame = 10
    private static let frames = 200
    private static let now = Instant(nanoseconds: 0)
}
