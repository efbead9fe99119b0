import Foundation
import Logging
import SFU
import Synchronization

/// A stream's way to or from another server, kept up for as long as its task runs: connected again and again, with a pause
/// in between that grows. A push waits while its path is not live, a pull on demand until somebody wants its stream.
final class Link: Sendable {
    let id: LinkID
    let direction: LinkDirection
    let path: StreamPath
    let url: LinkURL
    let options: LinkOptions
    let origin: LinkOrigin
    let environment: LinkEnvironment
    let demand: LinkDemand
    private let logger: Logger
    private let alarm = LinkAlarm()
    private let account: Mutex<Account>

    private struct Account {
        var state = LinkState.waiting
        var since: Date
        var attempts = 0
        /// Bytes of the connections before this one.
        var bytesBefore: UInt64 = 0
        var bytes: UInt64 = 0
        var lastError: String?
        /// When media began to flow over this connection.
        var connected: Duration?
    }

    init(
        id: LinkID, _ direction: LinkDirection, _ path: StreamPath, _ target: LinkTarget, origin: LinkOrigin,
        environment: LinkEnvironment, logger: Logger
    ) {
        self.id = id
        self.direction = direction
        self.path = path
        url = target.url
        options = target.options
        self.origin = origin
        self.environment = environment
        demand = LinkDemand(environment)
        var logger = logger
        logger[metadataKey: "link"] = "\(id)"
        logger[metadataKey: "path"] = "\(path)"
        logger[metadataKey: "url"] = "\(target.url)"
        self.logger = logger
        account = Mutex(Account(since: environment.date()))
    }

    var status: LinkStatus {
        account.withLock { account in
            LinkStatus(
                id: id, direction: direction, path: path, url: url, options: options, origin: origin,
                state: account.state,
                since: account.since, attempts: account.attempts, bytes: account.bytesBefore &+ account.bytes,
                lastError: account.lastError)
        }
    }

    /// Somebody publishes the path of a push from now on.
    func noteLive() {
        if direction == .push { alarm.ring() }
    }

    /// Whether it is connected only while somebody wants its stream.
    var isOnDemand: Bool { direction == .pull && options.isOnDemand }

    /// Somebody waits for the stream of a pull on demand, until ``LinkDemand/end()``.
    func beginDemand() {
        demand.begin()
        alarm.ring()
    }

    /// Keeps the link up until its task is cancelled.
    func run(_ connector: any LinkConnector, _ watch: StreamWatch) async {
        var backoff = LinkBackoff()
        // Whether media has flowed since it waited last.
        var hadReaders = false
        while !Task.isCancelled {
            alarm.reset()
            guard await isTimely(hadReaders, watch) else {
                (hadReaders, backoff) = (false, LinkBackoff())
                enter(.waiting)
                await alarm.wait(upTo: Self.look, environment)
                continue
            }
            let outcome = await connect(connector, watch)
            guard !Task.isCancelled else { return }
            let connected = endConnection()
            if connected >= LinkBackoff.health { backoff.reset() }
            if connected > .zero { hadReaders = true }
            if case .over = outcome, url.scheme == .file {
                logger.info("A file is at its end")
                return enter(.ended)
            }
            await pause(after: outcome, &backoff)
        }
    }

    /// Whether it is to be connected now.
    private func isTimely(_ hadReaders: Bool, _ watch: StreamWatch) async -> Bool {
        if direction == .push { return await watch.isLive(path) }
        guard isOnDemand, !demand.isWanted else { return true }
        // Who read before the connection broke still waits for the stream to come back. Readers of somebody else's stream on
        // the path are none of our business.
        return hadReaders ? await watch.hasReaders(path) : false
    }

    private enum Outcome {
        /// The stream was over.
        case over
        case failed(LinkFailure)
        /// Nobody wants the stream any more.
        case unwanted
    }

    private func connect(_ connector: any LinkConnector, _ watch: StreamWatch) async -> Outcome {
        guard isOnDemand else { return await connectOnce(connector) }
        return await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await self.connectOnce(connector) }
            group.addTask {
                await self.waitUntilUnwanted(watch)
                return .unwanted
            }
            defer { group.cancelAll() }
            return await group.next() ?? .over
        }
    }

    private func connectOnce(_ connector: any LinkConnector) async -> Outcome {
        let attempt = beginAttempt()
        let progress: @Sendable (LinkProgress) -> Void = { [weak self] in self?.note($0, attempt: attempt) }
        let target = LinkTarget(url, options)
        do throws(LinkFailure) {
            switch direction {
            case .push: try await connector.push(path, to: target, progress: progress)
            case .pull: try await connector.pull(path, from: target, progress: progress)
            }
            return .over
        } catch {
            return .failed(error)
        }
    }

    private func pause(after outcome: Outcome, _ backoff: inout LinkBackoff) async {
        switch outcome {
        case .failed(.nothingLive):
            enter(.waiting)
            await alarm.wait(upTo: Self.look, environment)
        case .failed(.failed(let sentence)):
            let delay = backOff(&backoff)
            noteFailure(sentence)
            try? await environment.sleep(delay)
        case .unwanted:
            logger.info("A link is closed, since nobody reads its stream")
        case .over:
            // The stream may be over here, and then its next publisher is not to be kept waiting; or there.
            logger.info("A link's stream is over")
            await alarm.wait(upTo: backOff(&backoff), environment)
        }
    }

    private func backOff(_ backoff: inout LinkBackoff) -> Duration {
        var delay = backoff.next(chance: environment.chance())
        // Whoever comes meanwhile waits until it is over.
        if isOnDemand { delay = min(delay, Self.longestOnDemand) }
        enter(.backingOff(until: environment.date().addingTimeInterval(delay / .seconds(1))))
        return delay
    }

    // MARK: The account

    private func enter(_ state: LinkState) {
        let now = environment.date()
        account.withLock { account in
            guard account.state != state else { return }
            account.state = state
            account.since = now
        }
    }

    /// - Returns: the attempt's number.
    private func beginAttempt() -> Int {
        enter(.connecting)
        return account.withLock { account in
            account.attempts += 1
            return account.attempts
        }
    }

    private func note(_ progress: LinkProgress, attempt: Int) {
        let (uptime, now) = (environment.uptime(), environment.date())
        let begins = account.withLock { account in
            // An attempt that is over may have something to say still.
            guard account.attempts == attempt, [.connecting, .connected].contains(account.state) else { return false }
            account.bytes = progress.bytes
            guard account.connected == nil else { return false }
            account.connected = uptime
            account.state = .connected
            account.since = now
            return true
        }
        if begins {
            logger.info(
                "A link is connected",
                metadata: ["session": "\(progress.session)", "direction": "\(direction.rawValue)"])
        }
    }

    /// - Returns: how long media flowed.
    private func endConnection() -> Duration {
        let uptime = environment.uptime()
        return account.withLock { account in
            account.bytesBefore &+= account.bytes
            account.bytes = 0
            defer { account.connected = nil }
            return account.connected.map { uptime - $0 } ?? .zero
        }
    }

    /// The same sentence again and again is no news.
    private func noteFailure(_ sentence: String) {
        // A server's words are as long as it likes.
        let sentence = String(sentence.prefix(Self.sentenceLength))
        let isNews = account.withLock { account in
            defer { account.lastError = sentence }
            return account.lastError != sentence
        }
        guard isNews else { return }
        logger.warning(
            "A link failed and is tried again",
            metadata: ["direction": "\(direction.rawValue)", "reason": "\(sentence)"])
    }

    /// Characters of an error that are shown (our choice).
    private static let sentenceLength = 300
    /// How often a push looks whether its path is live, should nobody say so.
    static let look = Duration.seconds(2)
    /// The longest pause of a pull on demand: half of what readers wait for it.
    static let longestOnDemand = LinkRegistry.patience / 2
}
