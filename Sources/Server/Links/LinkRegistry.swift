package import Logging
import NIOPosix
package import SFU

/// All links to other servers: those that the configuration asks for, and those that the API made, which survive a restart.
///
/// Teardown: ``stop()`` ends every link and returns when none of them has a connection.
package actor LinkRegistry {
    private let store: LinkStore
    private let environment: LinkEnvironment
    private let logger: Logger
    private var entries: [LinkID: Entry] = [:]
    private var connectors: [any LinkConnector] = []
    private var watch = StreamWatch(isLive: { _ in false }, hasReaders: { _ in false })
    /// Those who wait for a path to be live.
    private var waiters: [StreamPath: [ObjectIdentifier: LinkAlarm]] = [:]
    private var isStopped = false
    /// Counts the lists that were given to the store.
    private var revision: UInt64 = 0

    private struct Entry {
        let link: Link
        var task: Task<Void, Never>?
        /// Whether it is being removed, so that it is not kept any more.
        var isLeaving = false
    }

    package init(store: LinkStore, logger: Logger, environment: LinkEnvironment = .system) {
        self.store = store
        self.logger = logger
        self.environment = environment
    }

    /// Begins with what is configured and what was kept.
    /// - Parameters:
    ///   - connectors: what links can speak.
    ///   - isLive: whether somebody publishes a path now.
    ///   - hasReaders: whether anybody reads it, by whatever protocol.
    package func start(
        _ configured: [ConfiguredLink], connectors: [any LinkConnector],
        isLive: @escaping @Sendable (StreamPath) async -> Bool,
        hasReaders: @escaping @Sendable (StreamPath) async -> Bool
    ) {
        self.connectors = connectors
        watch = StreamWatch(isLive: isLive, hasReaders: hasReaders)
        if let problem = store.problem {
            logger.warning(
                "Nothing can be kept in the state directory, so links cannot be made by the API",
                metadata: ["reason": "\(problem)"])
        }
        for link in configured { begin(make(link.direction, link.path, link.target, origin: .configuration)) }
        let (kept, warnings) = store.load()
        for warning in warnings { logger.warning("\(warning)") }
        for link in kept.prefix(Self.maximumLinks) {
            begin(make(link.direction, link.path, link.target, origin: .api, id: link.id))
        }
    }

    /// Somebody publishes a path from now on.
    package func noteLive(_ path: StreamPath) {
        for entry in entries.values where entry.link.path == path { entry.link.noteLive() }
        for alarm in (waiters[path] ?? [:]).values { alarm.ring() }
    }

    /// Ends all links.
    package func stop() async {
        let tasks = entries.values.compactMap(\.task)
        entries = [:]
        connectors = []
        isStopped = true
        for alarm in waiters.values.flatMap(\.values) { alarm.ring() }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    // MARK: Demand

    /// Sees to it that somebody who asks for a path finds it live, where it is pulled on demand: that pull is connected, and
    /// waited for.
    /// - Returns: whether the path is live, at the latest after ``patience``.
    @discardableResult
    package func ensureLive(_ path: StreamPath) async -> Bool {
        let watch = watch
        guard await !watch.isLive(path) else { return true }
        guard let link = entries.values.first(where: { $0.link.path == path && $0.link.isOnDemand })?.link else {
            return false
        }
        let alarm = LinkAlarm()
        waiters[path, default: [:]][ObjectIdentifier(alarm)] = alarm
        link.beginDemand()
        defer {
            link.demand.end()
            waiters[path]?[ObjectIdentifier(alarm)] = nil
            if waiters[path]?.isEmpty == true { waiters[path] = nil }
        }
        let end = environment.uptime() + Self.patience
        while !isStopped, !Task.isCancelled {
            if await watch.isLive(path) { return true }
            let left = end - environment.uptime()
            guard left > .zero else { break }
            await alarm.wait(upTo: min(left, Link.look), environment)
        }
        return false
    }

    // MARK: The API's links

    /// Makes a link, keeps it, and begins with it.
    package func create(
        _ direction: LinkDirection, _ path: StreamPath, _ target: LinkTarget
    ) async throws(LinkError) -> LinkStatus {
        let url = target.url
        guard connectors.contains(where: { $0.schemes.contains(url.scheme) }) else {
            throw .unsupported(url.scheme.rawValue)
        }
        let others = entries.values.filter { $0.link.path == path && $0.link.direction == direction && !$0.isLeaving }
        switch direction {
        case .pull: guard others.isEmpty else { throw .alreadyPulled }
        case .push: guard !others.contains(where: { $0.link.url == url }) else { throw .alreadyPushed }
        }
        guard entries.count < Self.maximumLinks else { throw .tooMany }
        let link = make(direction, path, target, origin: .api)
        // Noted before it is kept, so that nobody makes the same meanwhile.
        entries[link.id] = Entry(link: link)
        do throws(LinkStoreError) {
            try await save()
        } catch {
            entries[link.id] = nil
            throw .notKept(error.reason)
        }
        begin(link)
        return link.status
    }

    /// A path's links in one direction, in no order that means something, but always the same.
    package func links(_ direction: LinkDirection, _ path: StreamPath) -> [LinkStatus] {
        entries.values.map(\.link).filter { $0.path == path && $0.direction == direction }.map(\.status)
            .sorted { $0.id.text < $1.id.text }
    }

    package func link(_ id: LinkID, _ direction: LinkDirection, _ path: StreamPath) -> LinkStatus? {
        entry(id, direction, path)?.link.status
    }

    /// Ends a link, for good.
    package func remove(_ id: LinkID, _ direction: LinkDirection, _ path: StreamPath) async throws(LinkError) {
        guard let entry = entry(id, direction, path), !entry.isLeaving else { throw .unknown }
        guard entry.link.origin == .api else { throw .configured }
        entries[id]?.isLeaving = true
        do throws(LinkStoreError) {
            try await save()
        } catch {
            entries[id]?.isLeaving = false
            throw .notKept(error.reason)
        }
        entries.removeValue(forKey: id)?.task?.cancel()
    }

    private func entry(_ id: LinkID, _ direction: LinkDirection, _ path: StreamPath) -> Entry? {
        // A link is found by its own URL only, whoever knows its id.
        entries[id].flatMap { $0.link.path == path && $0.link.direction == direction ? $0 : nil }
    }

    // MARK: Making and keeping

    private func make(
        _ direction: LinkDirection, _ path: StreamPath, _ target: LinkTarget, origin: LinkOrigin,
        id: LinkID = .random()
    ) -> Link {
        Link(id: id, direction, path, target, origin: origin, environment: environment, logger: logger)
    }

    private func begin(_ link: Link) {
        guard let connector = connectors.first(where: { $0.schemes.contains(link.url.scheme) }) else { return }
        let watch = watch
        entries[link.id] = Entry(link: link, task: Task { await link.run(connector, watch) })
    }

    /// Writes down the API's links, on a thread that may wait for the disk.
    private func save() async throws(LinkStoreError) {
        revision += 1
        let kept = entries.values.filter { $0.link.origin == .api && !$0.isLeaving }.map { entry in
            StoredLink(
                id: entry.link.id, direction: entry.link.direction, path: entry.link.path,
                target: LinkTarget(entry.link.url, entry.link.options))
        }
        let (store, revision) = (store, revision)
        do {
            try await NIOThreadPool.singleton.runIfActive {
                try store.save(kept.sorted { $0.id.text < $1.id.text }, revision: revision)
            }
        } catch {
            throw error as? LinkStoreError ?? LinkStoreError(reason: "the server is stopping")
        }
    }

    /// Links at a time (our choice): each is a connection.
    package static let maximumLinks = 1_000
    /// How long somebody waits for a path that is pulled on demand (our choice).
    package static let patience = Duration.seconds(10)
}

/// Why a link was not made or removed.
package enum LinkError: Error, Equatable, Sendable {
    /// The path is pulled from somewhere already: 409.
    case alreadyPulled
    /// The path is pushed to that URL already: 409.
    case alreadyPushed
    /// It is the configuration's: 409.
    case configured
    /// No such link: 404.
    case unknown
    /// Nothing here speaks that: 422.
    case unsupported(String)
    /// There are ``LinkRegistry/maximumLinks``: 503.
    case tooMany
    /// The state directory cannot be written to: 507. With the second half of a sentence.
    case notKept(String)
}
