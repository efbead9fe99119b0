import CLinux
import DTLS
import Foundation
import Net

/// One run: lets everybody join, measures, ends all sessions, and says what it found.
package actor LoadRun {
    private let plan: LoadPlan
    private let place: Place
    private let identity: DTLSIdentity
    private let client: SignalingClient
    private let threads: [ClientThread]
    private let events: AsyncStream<PeerEvent>
    private let server: ServerProcesses?
    private let tell: @Sendable (String) -> Void
    private var random: SplitMix64

    private var joins: [Task<Void, Never>] = []
    private var sessions: [String] = []
    private var publishers = RoleProgress()
    private var viewers = RoleProgress()
    private var errors: [String] = []
    private var isStopping = false

    /// Where the server is, seen from here.
    private struct Place {
        var server: IPAddress
        var local: IPAddress
    }

    private struct RoleProgress {
        /// Whose POST has begun.
        var asked = 0
        var joined = 0
        /// Of those, the ones that did not stay.
        var lost = 0
        var failed = 0
        var times = JoinTimes()
        var isSettled: Bool { joined + failed >= asked }
    }

    /// - Parameter tell: Takes a line about the progress each second, and one for each failure.
    /// - Throws: ``LoadError``.
    package init(_ plan: LoadPlan, tell: @escaping @Sendable (String) -> Void) throws(LoadError) {
        self.plan = plan
        self.tell = tell
        let url = URL(string: (plan.publishers > 0 ? plan.whip : plan.whep).url(1))
        let host = (url?.host() ?? "").trimmingCharacters(in: ["[", "]"])
        guard let address = IPAddress.resolve(host), let local = IPAddress.local(toward: address) else {
            throw .noHost(host)
        }
        place = Place(server: address, local: local)
        _ = clinux_raise_descriptor_limit()
        guard let identity = try? DTLSIdentity() else { throw .noIdentity }
        self.identity = identity
        client = SignalingClient(token: plan.options.token, trustsAnyCertificate: plan.options.trustsAnyCertificate)
        let port = url?.port ?? (url?.scheme == "https" ? 443 : 80)
        let isHere = address.isLoopback || address == local
        server =
            ServerProcesses(plan.options.servers)
            ?? (isHere ? UInt16(exactly: port).flatMap(ServerProcesses.init(listeningOn:)) : nil)
        var random = SplitMix64(seed: plan.options.seed ?? UInt64.random(in: 0...UInt64.max))
        let (events, source) = AsyncStream.makeStream(of: PeerEvent.self)
        self.events = events
        threads = (0..<plan.options.threads).map { number in
            ClientThread(number: number, identity: identity, seed: random.next()) { source.yield($0) }
        }
        self.random = random
    }

    /// Everything; ends early, and politely, after ``stop()``.
    package func run() async -> LoadReport {
        let listener = Task { for await event in events { note(event) } }
        let progress = Task { await tellProgress() }
        await join(.publisher, count: plan.publishers)
        let before = server?.usage()
        if plan.publishers == 0 || publishers.joined > 0 { await join(.viewer, count: plan.viewers) }
        var report = await measure()
        progress.cancel()
        await settle(&report, memoryBefore: before?.memory)
        // What the server closes from now on, it closes because it was told to.
        listener.cancel()
        await end()
        return report
    }

    /// Ends the run: what has been measured so far is reported.
    package func stop() {
        isStopping = true
    }

    // MARK: Joining

    /// Lets clients join at the plan's rate, and waits until each has joined or failed.
    private func join(_ role: ClientRole, count: Int) async {
        let begin = ContinuousClock.now
        for number in 0..<count {
            await sleep(until: begin + .seconds(Double(number) / plan.options.ramp))
            guard !isStopping else { return }
            change(role) { $0.asked += 1 }
            let seed = random.next()
            joins.append(Task { await join(PeerName(role, number + 1), seed: seed) })
        }
        while !isStopping, !progress(role).isSettled { try? await Task.sleep(for: .milliseconds(10)) }
    }

    private func join(_ name: PeerName, seed: UInt64) async {
        var random = SplitMix64(seed: seed)
        let socket: ClientSocket
        do throws(LoadError) { socket = try ClientSocket() } catch { return fail(name, error.description) }
        let offer = SessionOffer(
            name.role, video: plan.video.format.codec,
            offersAudio: plan.options.sendsAudio || plan.publishers == 0, fingerprint: identity.fingerprint,
            candidate: SocketAddress(ip: place.local, port: socket.port), random: &random)
        let number = name.role == .publisher ? name.number : plan.publisher(watchedBy: name.number)
        let url = (name.role == .publisher ? plan.whip : plan.whep).url(number)
        var timeline = JoinTimeline(start: Self.now)
        do {
            let opened = try await open(url, offer: offer.text)
            timeline.answer = Self.now
            if let session = opened.session { sessions.append(session) }
            let answer = try SessionAnswer(parsing: opened.answer, to: offer, preferred: place.server)
            let configuration = ClientConfiguration(
                name: name, offer: offer, answer: answer, timeline: timeline, video: plan.video, options: plan.options)
            await threads[name.number % threads.count].perform { $0.add(configuration, socket: socket) }
        } catch {
            socket.close()
            fail(name, "\(error)")
        }
    }

    /// Posts an offer, again and again where the server asks for patience (Retry-After).
    private func open(_ url: String, offer: String) async throws(SignalingError) -> SignalingClient.Opened {
        for _ in 0..<Self.retries {
            do throws(SignalingError) {
                return try await client.open(url, offer: offer)
            } catch {
                guard case .refused(_, _, let retryAfter?) = error else { throw error }
                await sleep(until: .now + min(retryAfter, Self.longestRetryPause))
                guard !isStopping else { throw .interrupted }
            }
        }
        return try await client.open(url, offer: offer)
    }

    private func note(_ event: PeerEvent) {
        switch event {
        case .joined(let name, let timeline):
            change(name.role) {
                $0.joined += 1
                $0.times.record(timeline)
            }
        case .failed(let name, let reason, let hadJoined):
            if hadJoined { change(name.role) { $0.lost += 1 } }
            fail(name, reason, counts: !hadJoined)
        }
    }

    private func fail(_ name: PeerName, _ reason: String, counts: Bool = true) {
        if counts { change(name.role) { $0.failed += 1 } }
        let sentence = "\(name): \(reason)"
        errors.append(sentence)
        if errors.count <= Self.toldErrors { tell(sentence) }
    }

    // MARK: Measuring

    private func measure() async -> LoadReport {
        var report = LoadReport(
            whip: plan.whip.template, whep: plan.whep.template, codec: plan.video.format.rawValue,
            bitrate: plan.video.bitrate, fps: plan.video.frameRate, paced: plan.video.isPaced)
        guard publishers.joined + viewers.joined > 0 else { return report }
        await performAll { $0.resetLatency() }
        let (first, start) = (await tally(), Sample(server))
        await sleep(until: .now + plan.options.duration)
        let (last, end) = (await tally(), Sample(server))
        report.take(start, end, packets: last.viewers.packets - first.viewers.packets, server: server)
        let bits = Double(8 * (last.viewers.bytes - first.viewers.bytes))
        report.viewers.bitsPerSecond = LoadReport.rounded(bits / report.seconds)
        report.latencyMs = .init(await latency())
        return report
    }

    /// Stops the media, waits for what is under way, and counts.
    private func settle(_ report: inout LoadReport, memoryBefore: Int64?) async {
        await performAll { $0.stopPublishers() }
        await waitForStragglers()
        var totals: [UInt32: SourceTotal] = [:]
        for thread in threads { totals.merge(await thread.perform { $0.totals }) { $1 } }
        let tally = await tally(totals)
        report.take(tally, repairs: plan.options.repairs)
        report.interrupted = isStopping
        report.publishers.take(publishers.asked, publishers.joined, publishers.failed, publishers.times)
        report.viewers.take(viewers.asked, viewers.joined, viewers.failed, viewers.times)
        if let memoryBefore, viewers.joined > 0, let rss = report.server?.rssMib {
            let added = rss * 1_024 - Double(memoryBefore) / 1_024
            report.server?.rssKibPerViewer = LoadReport.rounded(added / Double(viewers.joined))
        }
        report.errors = errors
        if report.viewers.lossPercent > plan.options.maximumLossPercent {
            let loss = LoadReport.decimal(report.viewers.lossPercent, 3)
            report.errors.append(
                "\(loss) % of the packets were lost; --max-loss allows \(plan.options.maximumLossPercent) %")
        }
        report.passed = report.errors.isEmpty
    }

    /// Until nothing comes any more: what is late is not lost.
    private func waitForStragglers() async {
        var packets = -1
        for _ in 0..<Self.patience {
            let now = await tally().viewers.packets
            if now == packets { return }
            packets = now
            try? await Task.sleep(for: Self.silence)
        }
    }

    /// DELETEs all sessions and closes all clients.
    private func end() async {
        for task in joins { await task.value }
        await withTaskGroup(of: Void.self) { group in
            for (number, session) in sessions.enumerated() {
                if number >= Self.deletesAtOnce { await group.next() }
                group.addTask { [client] in await client.close(session) }
            }
        }
        for thread in threads { await thread.stop() }
        await client.shutdown()
    }

    /// Longer than it takes to ask for a packet again.
    private static let silence = Duration.milliseconds(500)
    /// Times ``silence``.
    private static let patience = 20
    private static let retries = 4
    private static let longestRetryPause = Duration.seconds(5)
    private static let deletesAtOnce = 32
    private static let toldErrors = 10
}

// MARK: - Progress

extension LoadRun {
    private func tellProgress() async {
        let begin = ContinuousClock.now
        var (last, lastSample) = (Tally(), Sample(server))
        for second in 1... {
            do { try await Task.sleep(until: begin + .seconds(second)) } catch { return }
            let (tally, sample) = (await tally(), Sample(server))
            guard !Task.isCancelled else { return }
            let seconds = Double(sample.time - lastSample.time) / 1e9
            let rate = Int(Double(tally.viewers.packets - last.viewers.packets) / seconds)
            let bits = Double(8 * (tally.viewers.bytes - last.viewers.bytes)) / seconds / 1e6
            let cpu = sample.serverTime(since: lastSample).map {
                ", server CPU \(LoadReport.decimal(Double($0) / 1e7 / seconds, 0)) %"
            }
            tell(
                "\(second) s: \(publishers.joined) of \(plan.publishers) publishers, \(viewers.joined) of \(plan.viewers) viewers, "
                    + "\(LoadReport.grouped(rate)) packets/s, \(LoadReport.decimal(bits, 1)) Mbit/s, "
                    + "lost \(LoadReport.grouped(tally.viewers.counts.lostPackets))\(cpu ?? "")")
            (last, lastSample) = (tally, sample)
        }
    }

    private func tally(_ totals: [UInt32: SourceTotal] = [:]) async -> Tally {
        var tally = Tally()
        for thread in threads { tally.add(await thread.perform { $0.tally(totals) }) }
        return tally
    }

    private func latency() async -> Histogram {
        var histogram = Histogram()
        for thread in threads { histogram.merge(await thread.perform { $0.latency }) }
        return histogram
    }

    private func performAll(_ body: @escaping @Sendable (ClientLoop) -> Void) async {
        for thread in threads { await thread.perform(body) }
    }

    private func progress(_ role: ClientRole) -> RoleProgress {
        role == .publisher ? publishers : viewers
    }

    private func change(_ role: ClientRole, _ body: (inout RoleProgress) -> Void) {
        if role == .publisher { body(&publishers) } else { body(&viewers) }
    }

    /// Returns sooner when the run is to end.
    private func sleep(until time: ContinuousClock.Instant) async {
        while !isStopping, ContinuousClock.now < time {
            try? await Task.sleep(until: min(time, .now + .milliseconds(50)))
        }
    }

    private static var now: Instant { Instant(nanoseconds: clinux_monotonic_nanoseconds()) }
}
