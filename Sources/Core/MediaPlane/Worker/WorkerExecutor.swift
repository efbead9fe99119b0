import CLinux
import Glibc
import Synchronization

/// Runs a worker's actor jobs on the worker's own thread, between two batches of packets.
///
/// Whoever enqueues the first job wakes the thread by an eventfd; the others find it awake.
final class WorkerExecutor: SerialExecutor {
    /// Becomes readable when there are jobs.
    let wakeDescriptor: Int32

    private let jobs = Mutex<[UnownedJob]>([])
    private let thread = Mutex<pthread_t?>(nil)

    /// - Throws: ``SocketError/system(errno:)``.
    init() throws(SocketError) {
        let descriptor = clinux_eventfd()
        guard descriptor >= 0 else { throw .system(errno: -descriptor) }
        wakeDescriptor = descriptor
    }

    deinit {
        close(wakeDescriptor)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isFirst = jobs.withLock { jobs in
            jobs.append(job)
            return jobs.count == 1
        }
        if isFirst { wake() }
    }

    func wake() {
        clinux_eventfd_signal(wakeDescriptor)
    }

    /// Runs `body` on a thread of its own, which becomes this executor's.
    func start(name: String, _ body: @escaping @Sendable () -> Void) {
        let isStarted = NamedThread.start(name) {
            self.thread.withLock { $0 = pthread_self() }
            body()
        }
        // At the start of the server, before there is any peer.
        precondition(isStarted, "the system has no thread for a worker")
    }

    /// Runs the jobs that are there; called on the executor's thread only.
    func runJobs() {
        clinux_eventfd_drain(wakeDescriptor)
        let ready = jobs.withLock { jobs in
            let ready = jobs
            jobs.removeAll(keepingCapacity: true)
            return ready
        }
        for job in ready { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }

    /// Lets `assumeIsolated` hold on the worker's thread, also outside of a job: the thread runs nothing else.
    func checkIsolated() {
        let isOwn = thread.withLock { $0.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
        precondition(isOwn, "a worker's state was touched from another thread")
    }
}
