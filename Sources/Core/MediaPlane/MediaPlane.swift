package import DTLS
package import SFU

/// The media plane: all workers, the directory that says which path lives on which, and the placement of viewers.
package final class MediaPlane: Sendable {
    package let workers: [Worker]
    package let directory: StreamDirectory
    /// One for each worker, and behind them the tap's where there is one.
    let mailboxes: [Mailbox]
    private let placement: Placement
    /// The DTLS certificate of every session.
    package let identity: DTLSIdentity

    /// Opens one socket and starts one thread for each worker.
    /// - Parameters:
    ///   - tap: who reads streams' packets beside the workers.
    ///   - report: called on a worker's thread; must not block.
    /// - Throws: ``SocketError``.
    package init(
        settings: MediaSettings, identity: DTLSIdentity, tap: PacketTap? = nil,
        report: @escaping @Sendable (MediaEvent) -> Void
    ) throws(SocketError) {
        self.identity = identity
        directory = StreamDirectory(workers: settings.workers)
        var executors: [WorkerExecutor] = []
        for _ in 0..<settings.workers { executors.append(try WorkerExecutor()) }
        mailboxes = executors.map { executor in Mailbox { executor.wake() } } + [tap?.mailbox].compactMap(\.self)
        let loads = executors.map { _ in WorkerLoad() }
        placement = Placement(
            loads: loads, policy: PlacementPolicy(fullShare: settings.fullShare), now: LoopTime.ofSystem().now)
        var workers: [Worker] = []
        for index in 0..<settings.workers {
            workers.append(
                try Worker(
                    index: index, executor: executors[index], mailboxes: mailboxes, load: loads[index],
                    settings: settings, identity: identity, directory: directory, report: report))
        }
        self.workers = workers
        for worker in workers { worker.start() }
    }

    /// The worker that a path's streams live on; nil when nobody has published there.
    package func worker(of path: StreamPath) -> Worker? {
        directory.worker(of: path).map { workers[$0] }
    }

    /// Chooses the worker for one more viewer of a stream (``PlacementPolicy``).
    package func place(viewerOf stream: LiveStream) -> Worker {
        workers[
            placement.place(
                home: stream.identity.home, relays: stream.relays, now: LoopTime.ofSystem().now)]
    }

    /// Says goodbye to every peer and ends all threads.
    package func stop() async {
        for worker in workers { await worker.stop() }
    }

    /// The streams of all workers, each with its viewers on every worker.
    package func streams() async -> [StreamState] {
        var streams: [StreamState] = []
        var relayed: [StreamPath: [WorkerShare]] = [:]
        for worker in workers {
            let (own, others) = await worker.streams()
            streams += own
            for relay in others {
                relayed[relay.stream.path, default: []].append(
                    WorkerShare(worker: worker.index, viewers: relay.viewers))
            }
        }
        for index in streams.indices { streams[index].shares += relayed[streams[index].path] ?? [] }
        return streams
    }

    /// What lives on each worker, and what each counted.
    package func state() async -> [WorkerState] {
        var states: [WorkerState] = []
        for worker in workers { states.append(await worker.state()) }
        return states
    }
}
