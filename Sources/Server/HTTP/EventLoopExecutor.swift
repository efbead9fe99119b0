import NIOCore

/// Runs tasks on an event loop instead of the shared thread pool, so that a request is read, thought about and answered by
/// one thread. Each change of threads would cost a wake-up, which takes longer than most of what happens in between.
final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
