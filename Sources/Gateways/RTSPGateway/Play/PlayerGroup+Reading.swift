import Codecs
import FramePlane
import GatewaySupport
import MediaPlane
import NIOCore

/// What a group reads, and until when.
extension PlayerGroup {
    /// Opens the reader of a group that sleeps.
    func wakeUp() {
        guard case .asleep = state else { return }
        state = .opening
        keeper.awoke(self)
        let group = NIOLoopBound(self, eventLoop: eventLoop)
        let (eventLoop, exchange, path, client) = (eventLoop, services.exchange, path, client)
        let accepted = Self.accepted
        let wake: @Sendable () -> Void = { eventLoop.execute { group.value.wake() } }
        Task {
            let result: Result<any StreamSource, FramePlaneError>
            do throws(FramePlaneError) {
                result = .success(try await exchange.read(path, as: client, accepting: accepted, wake: wake))
            } catch {
                result = .failure(error)
            }
            eventLoop.execute { group.value.opened(result) }
        }
    }

    /// Of frames: what packets can be made of.
    private static let accepted = Set(CodecName.allCases).subtracting([.flac, .ac3, .eac3])

    private func opened(_ result: Result<any StreamSource, FramePlaneError>) {
        switch (state, result) {
        case (.opening, .success(let source)):
            state = .open(source, isDescribed: false)
            setAudience()
            // Whoever asked may be gone, and what woke us before there was a reader is not said again.
            lingerWhenAlone()
            wake()
        case (.opening, .failure(let error)):
            answerAll(.failure(error))
            finish(.stream(.streamEnded))
        case (_, .success(let source)):
            source.close()
        case (_, .failure):
            break
        }
    }

    /// There are events. What comes in the next moment goes out together with them.
    private func wake() {
        guard !isFlushDue, case .open = state else { return }
        let gathering = services.settings.gathering(players: players.count)
        guard gathering > .zero else { return flush() }
        isFlushDue = true
        let group = NIOLoopBound(self, eventLoop: eventLoop)
        eventLoop.scheduleTask(in: TimeAmount(gathering)) { group.value.flush() }
    }

    private func flush() {
        isFlushDue = false
        guard case .open(let source, let isDescribed) = state else { return }
        source.take(into: &events)
        let time = services.clocks()
        let revision = stamper.revision
        let (batch, end) = stamper.stamp(events, at: time)
        events.removeAll(keepingCapacity: true)
        if let batch {
            services.counters.packetsStamped.count(batch.packets.count)
            cache.add(batch, lead: stamper.lead)
            send(batch)
            sendDueReports(at: time)
        }
        if let end { return finish(end) }
        if !isDescribed, stamper.revision != revision, case .open = state {
            state = .open(source, isDescribed: true)
            answerAll(.success(self))
            lingerWhenAlone()
        }
    }

    private func send(_ batch: StampedBatch) {
        sending.send(batch, of: self, tracks)
        var variants = BatchVariants(batch, tracks: stamper.lines.count)
        // A player whose connection fails at this leaves the list meanwhile.
        for player in players { player.offer(&variants) }
    }

    private func sendDueReports(at time: LoopTime) {
        for index in stamper.lines.indices {
            guard let report = stamper.takeReport(ofTrack: index, at: time) else { continue }
            sendToAll(report, track: index)
        }
    }

    private func sendToAll(_ report: [UInt8], track: Int) {
        sending.sendControl(report, track: track)
        for player in players { player.sendControl(report, track: track) }
    }

    // MARK: Time

    func startTicking() {
        guard ticking == nil else { return }
        let group = NIOLoopBound(self, eventLoop: eventLoop)
        ticking = eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
            group.value.tick()
        }
    }

    private func tick() {
        sendDueReports(at: services.clocks())
        for player in players { player.tick() }
        sending.updateMulticast(of: self, tracks)
        lingerWhenAlone()
    }

    /// Lets the group fall asleep in a while if nobody joins.
    func lingerWhenAlone() {
        guard isAlone, lingering == nil else { return }
        switch state {
        case .opening, .open: break
        case .asleep, .over: return
        }
        let group = NIOLoopBound(self, eventLoop: eventLoop)
        lingering = eventLoop.scheduleTask(in: TimeAmount(RTSPGatewayLimits.linger)) { group.value.fallAsleep() }
    }

    private var isAlone: Bool { players.isEmpty && waiting.isEmpty && !sending.isMulticasting }

    private func fallAsleep() {
        lingering = nil
        guard isAlone else { return }
        if case .open(let source, _) = state { source.close() }
        state = .asleep
        stopTimers()
        // Nobody knows what comes in between.
        cache.invalidate()
        stamper.beginSources()
        keeper.fellAsleep(self)
    }

    private func stopTimers() {
        ticking?.cancel()
        ticking = nil
        lingering?.cancel()
        lingering = nil
    }

    // MARK: The end

    private func finish(_ end: PlayerEnd) {
        if case .over = state { return }
        if case .open(let source, _) = state { source.close() }
        state = .over(end)
        stopTimers()
        keeper.dissolved(self)
        answerAll(.failure(end.error))
        let wallClock = services.clocks().wallClock
        for (index, line) in stamper.lines.enumerated() {
            sendToAll(line.sender.goodbye(wallClock: wallClock), track: index)
        }
        let leaving = players
        players = []
        for player in leaving { sending.remove(player) }
        sending.end(of: self)
        for player in leaving { player.leave(end) }
    }
}
