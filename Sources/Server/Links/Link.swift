import Foundation
import Logging
import SFU
import Synchronization

/// A stream's way to or from another server, kept up for as long as its task runs: connected again and again, with a pause
/// in between that grows. A push waits while its path is not live.
final class Link: Sendable {
    let id: LinkID
    let direction: LinkDirection
    let path: StreamPath
    let url: LinkURL
    let origin: LinkOrigin
    private let environment: LinkEnvironment
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
        id: LinkID, _ direction: LinkDirection, _ path: StreamPath, _ url: LinkURL, origin: LinkOrigin,
        environment: LinkEnvironment, logger: Logger
    ) {
        self.id = id
        self.direction = direction
        self.path = path
        self.url = url
        self.origin = origin
        self.environment = environment
        var logger = logger
        logger[metadataKey: "link"] = "\(id)"
        logger[metadataKey: "path"] = "\(path)"
        logger[metadataKey: "url"] = "\(url)"
        self.logger = logger
        account = Mutex(Account(since: environment.date()))
    }

    var status: LinkStatus {
        account.withLock { account in
            LinkStatus(
                id: id, direction: direction, path: path, url: url, origin: origin, state: account.state,
                since: account.since, attempts: account.attempts, bytes: account.bytesBefore &+ account.bytes,
                lastError: account.lastError)
        }
    }

    /// Somebody publishes the path of a push from now on.
    func noteLive() {
        if direction == .push { alarm.ring() }
    }

    /// Keeps the link up until its task is cancelled.
    func run(_ connector: any LinkConnector, isLive: @Sendable (StreamPath) async -> Bool) async {
        var backoff = LinkBackoff()
        while !Task.isCancelled {
            if direction == .push {
                alarm.reset()
                guard await isLive(path) else {
                    enter(.waiting)
                    await alarm.wait(upTo: Self.look, environment)
                    continue
                }
            }
            let failure = await connectOnce(connector)
            guard !Task.isCancelled else { return }
            if endConnection() >= LinkBackoff.health { backoff.reset() }
            await pause(after: failure, &backoff)
        }
    }

    /// - Returns: nil when the stream was over.
    private func connectOnce(_ connector: any LinkConnector) async -> LinkFailure? {
        let attempt = beginAttempt()
        let progress: @Sendable (LinkProgress) -> Void = { [weak self] in self?.note($0, attempt: attempt) }
        do throws(LinkFailure) {
            switch direction {
            case .push: try await connector.push(path, to: url, progress: progress)
            case .pull: try await connector.pull(path, from: url, progress: progress)
            }
            return nil
        } catch {
            return error
        }
    }

    private func pause(after failure: LinkFailure?, _ backoff: inout LinkBackoff) async {
        switch failure {
        case .nothingLive?:
            enter(.waiting)
            await alarm.wait(upTo: Self.look, environment)
        case .failed(let sentence)?:
            let delay = backOff(&backoff)
            noteFailure(sentence)
            try? await environment.sleep(delay)
        case nil:
            // The stream may be over here, and then its next publisher is not to be kept waiting; or there.
            logger.info("A link's stream is over")
            await alarm.wait(upTo: backOff(&backoff), environment)
        }
    }

    private func backOff(_ backoff: inout LinkBackoff) -> Duration {
        let delay = backoff.next(chance: environment.chance())
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
}
