import NIOCore

/// Runs tasks on event loops instead of the shared thread pool. A request is then read, thought about and answered by one
/// thread; each change of threads would cost a wake-up, which takes longer than most of what happens in between.
///
/// Jobs go to the event loop whose thread they come from where the group has that one, so that they wait for nobody;
/// otherwise to any. With a single event loop as group, they all go there.
final class EventLoopExecutor: TaskExecutor {
    private let group: any EventLoopGroup

    init(_ group: any EventLoopGroup) {
        self.group = group
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        group.any().execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
