import FramePlane
import NIOCore

/// The groups of one event loop.
final class PlayerGroups {
    private let exchange: any FrameExchange
    private let eventLoop: any EventLoop
    private let settings: RTMPSettings
    private let counters: RTMPCounters
    private var groups: [PlayerGroup.Key: State] = [:]

    typealias Answer = (Result<PlayerGroup, FramePlaneError>) -> Void

    private enum State {
        /// The reader was asked for; with those who wait for it.
        case opening([Answer])
        case open(PlayerGroup)
    }

    init(
        exchange: any FrameExchange, eventLoop: any EventLoop, settings: RTMPSettings, counters: RTMPCounters
    ) {
        self.exchange = exchange
        self.eventLoop = eventLoop
        self.settings = settings
        self.counters = counters
    }

    /// Finds the group of a player, or opens one.
    /// - Parameters:
    ///   - client: stands for the group when it is the first.
    ///   - answer: called once, on the event loop, maybe at once.
    func find(_ key: PlayerGroup.Key, for client: FrameClient, answer: @escaping Answer) {
        switch groups[key] {
        case .open(let group):
            answer(.success(group))
        case .opening(let waiting):
            groups[key] = .opening(waiting + [answer])
        case nil:
            groups[key] = .opening([answer])
            open(key, client)
        }
    }

    private func open(_ key: PlayerGroup.Key, _ client: FrameClient) {
        let groups = NIOLoopBound(self, eventLoop: eventLoop)
        let (eventLoop, exchange) = (eventLoop, exchange)
        let wake: @Sendable () -> Void = {
            eventLoop.execute {
                if case .open(let group) = groups.value.groups[key] { group.wake() }
            }
        }
        Task {
            let result: Result<any FrameSource, FramePlaneError>
            do throws(FramePlaneError) {
                result = .success(
                    try await exchange.read(key.path, as: client, accepting: key.accepted, wake: wake))
            } catch {
                result = .failure(error)
            }
            eventLoop.execute { groups.value.opened(key, result) }
        }
    }

    private func opened(_ key: PlayerGroup.Key, _ result: Result<any FrameSource, FramePlaneError>) {
        guard case .opening(let waiting) = groups.removeValue(forKey: key) else { return }
        switch result {
        case .failure(let error):
            for answer in waiting { answer(.failure(error)) }
        case .success(let source):
            let group = PlayerGroup(
                key, source: source, eventLoop: eventLoop, settings: settings, counters: counters,
                dissolve: { [weak self] in self?.groups[key] = nil })
            groups[key] = .open(group)
            for answer in waiting { answer(.success(group)) }
            // Whoever asked may be gone, and what woke us before there was somebody to wake is not said again.
            group.lingerWhenAlone()
            group.wake()
        }
    }
}
