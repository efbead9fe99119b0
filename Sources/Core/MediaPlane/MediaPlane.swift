package import DTLS
package import SFU

/// The media plane: all workers, and the directory that says which path lives on which.
package final class MediaPlane: Sendable {
    package let workers: [Worker]
    package let directory: StreamDirectory
    /// The DTLS certificate of every session.
    package let identity: DTLSIdentity

    /// Opens one socket and starts one thread for each worker.
    /// - Parameter report: called on a worker's thread; must not block.
    /// - Throws: ``SocketError``.
    package init(
        settings: MediaSettings, identity: DTLSIdentity, report: @escaping @Sendable (MediaEvent) -> Void
    ) throws(SocketError) {
        self.identity = identity
        directory = StreamDirectory(workers: settings.workers)
        var workers: [Worker] = []
        for index in 0..<settings.workers {
            workers.append(
                try Worker(
                    index: index, settings: settings, identity: identity, directory: directory, report: report))
        }
        self.workers = workers
        for worker in workers { worker.start() }
    }

    /// The worker that a path's streams live on; nil when nobody has published there.
    package func worker(of path: StreamPath) -> Worker? {
        directory.worker(of: path).map { workers[$0] }
    }

    /// Says goodbye to every peer and ends all threads.
    package func stop() async {
        for worker in workers { await worker.stop() }
    }

    /// The streams of all workers.
    package func streams() async -> [StreamState] {
        var streams: [StreamState] = []
        for worker in workers { streams += await worker.streams() }
        return streams
    }

    /// What lives on each worker, and what each counted.
    package func state() async -> [WorkerState] {
        var states: [WorkerState] = []
        for worker in workers { states.append(await worker.state()) }
        return states
    }
}
