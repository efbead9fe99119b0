import FramePlane
import NIOCore
import SFU

/// The groups of one event loop.
final class PlayerGroups {
    private let services: GatewayServices
    private let eventLoop: any EventLoop
    private var awake: [StreamPath: PlayerGroup] = [:]
    /// Those that only sessions still know of.
    private var asleep: [StreamPath: Sleeper] = [:]

    typealias Answer = (Result<PlayerGroup, FramePlaneError>) -> Void

    private struct Sleeper {
        weak var group: PlayerGroup?
    }

    init(services: GatewayServices, eventLoop: any EventLoop) {
        self.services = services
        self.eventLoop = eventLoop
    }

    /// Finds the group of a path, or opens one.
    /// - Parameters:
    ///   - client: stands for the group when it is the first.
    ///   - answer: called once, on the event loop, maybe at once: with the group when its tracks are known.
    func find(_ path: StreamPath, for client: FrameClient, answer: @escaping Answer) {
        let group = awake[path] ?? asleep[path]?.group ?? makeGroup(path, client)
        group.whenDescribed(for: client, answer)
    }

    private func makeGroup(_ path: StreamPath, _ client: FrameClient) -> PlayerGroup {
        PlayerGroup(
            path, client: client, services: services, eventLoop: eventLoop,
            keeper: PlayerGroup.Keeper(
                awoke: { [weak self] group in
                    self?.asleep[path] = nil
                    self?.awake[path] = group
                },
                fellAsleep: { [weak self] group in
                    self?.asleep = self?.asleep.filter { $0.value.group != nil } ?? [:]
                    self?.asleep[path] = Sleeper(group: group)
                    self?.awake[path] = nil
                },
                dissolved: { [weak self] group in
                    if self?.awake[path] === group { self?.awake[path] = nil }
                }))
    }
}
