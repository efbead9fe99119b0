import Codecs
import Cryptography
import MediaPlane
import Net
import SRTP
import Testing

/// How media is protected in a scene, and by whom.
struct Cipher: CustomTestStringConvertible {
    var profile: SRTPProfile
    var engine: CipherEngine

    /// Both kinds of transforms, by each engine that this machine has.
    static let all = CipherEngine.allCases.filter(\.isAvailable).flatMap { engine in
        [SRTPProfile.aeadAES128GCM, .aes128CMHMACSHA1_80].map { Cipher(profile: $0, engine: engine) }
    }

    var testDescription: String { "\(profile.name) by \(engine)" }
}

/// A publisher and viewers in steady state, whose packets reach the engine in bursts: each burst is one batch, and what
/// the engine does between receiving and sending it is measured. Everything else, timers and reports of peers among it,
/// happens between the bursts.
final class HotLoopScene {
    let simulation: Simulation
    let publisher: VirtualPublisher
    let viewers: [VirtualViewer]

    init(viewers count: Int, cipher: Cipher = Cipher(profile: .aeadAES128GCM, engine: .preferred)) throws {
        var video = SourcePlan.video
        (video.packetsInFrame, video.packetsInKeyframe, video.fillsPackets) =
            (Self.packetsInFrame, Self.packetsInKeyframe, true)
        var plan = ViewerPlan()
        plan.profiles = [cipher.profile.rawValue]
        // What a simulation adds to each packet is not to be counted.
        simulation = try Simulation(settings: MediaSettings(cipherEngine: cipher.engine), agesPackets: false)
        (publisher, viewers) = try simulation.connect(viewers: count, publisher: [video, .audio], viewer: plan)
        // Longer than the ring of timers takes: what grows once has grown.
        simulation.run(for: .seconds(6))
        for source in publisher.sources { source.nextFrame = .distantFuture }
        simulation.run(for: .seconds(1))
    }

    /// Lets frames of video, and a packet of audio if `hasAudio`, reach the engine, and measures one batch after the other
    /// until there are enough.
    /// - Parameters:
    ///   - frames: of video, in each burst.
    ///   - bursts: a frame's time apart.
    func stream(frames: Int = 1, isKeyframe: Bool = false, hasAudio: Bool = true, bursts: Int) throws -> Stretch {
        var stretch = Stretch()
        for _ in 0..<(10 * bursts) {
            simulation.run(for: .milliseconds(33))
            let datagrams = try burst(frames: frames, isKeyframe: isKeyframe, hasAudio: hasAudio)
            stretch.add(measure(datagrams, from: publisher.address))
            if stretch.batches == bursts { break }
        }
        simulation.run(for: .milliseconds(33))
        try #require(stretch.batches == bursts, "loopback did not deliver bursts as one")
        return stretch
    }

    /// Lets a viewer ask for packets of video that it got lately, and measures the answers.
    /// - Parameter range: which; 0 is the newest.
    func resend(_ range: Range<Int64>, to viewer: VirtualViewer) throws -> Stretch {
        let newest = try #require(viewer.video.inOrder.last).sequence
        let asked = range.map { UInt16(truncatingIfNeeded: newest - $0) }
        let request = viewer.datagrams { viewer.request(asked, of: viewer.video.ssrc) }
        return try #require(measure(request, from: viewer.address))
    }

    private func burst(frames: Int, isKeyframe: Bool, hasAudio: Bool) throws -> [[UInt8]] {
        let (video, audio) = (try #require(publisher.source(.video)), try #require(publisher.source(.audio)))
        return publisher.datagrams {
            for _ in 0..<frames {
                video.wantsKeyframe = isKeyframe
                make(video)
            }
            if hasAudio { make(audio) }
        }
    }

    private func make(_ source: VirtualSource) {
        source.nextFrame = simulation.now
        source.makeFrame(now: simulation.now) { publisher.sendMedia($0, $1, $2) }
        source.nextFrame = .distantFuture
    }

    /// What the engine does with datagrams; nil when the system delivered them one after the other, as it does now and then.
    private func measure(_ datagrams: [[UInt8]], from address: SocketAddress) -> Stretch? {
        let (counters, sending) = (simulation.counters, simulation.loop.sending)
        var traffic = HeapTraffic()
        simulation.hand(datagrams, from: address) { loop in
            traffic = traffic + HeapTraffic.of { loop.turn(socketIsReady: true) }
        }
        let after = simulation.counters
        guard after.batches - counters.batches == 1, after.receiveCalls - counters.receiveCalls == 1 else { return nil }
        return Stretch(
            traffic: traffic, batches: 1, received: datagrams.count,
            forwarded: Int(after.forwardedPackets - counters.forwardedPackets),
            resent: Int(after.retransmittedPackets - counters.retransmittedPackets),
            sendCalls: Int(simulation.loop.sending.calls - sending.calls))
    }

    /// 2.5 Mbit/s in 30 frames a second.
    static let packetsInFrame = 9
    static let packetsInKeyframe = 27
}

/// Batches that the engine received, and what came of them.
struct Stretch {
    var traffic = HeapTraffic()
    var batches = 0
    var received = 0
    var forwarded = 0
    var resent = 0
    /// System calls that sent media.
    var sendCalls = 0

    mutating func add(_ other: Stretch?) {
        guard let other else { return }
        traffic = traffic + other.traffic
        batches += other.batches
        received += other.received
        forwarded += other.forwarded
        resent += other.resent
        sendCalls += other.sendCalls
    }
}
