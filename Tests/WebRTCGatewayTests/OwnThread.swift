import Dispatch

/// A thread for one test. Other tests compute for seconds on the shared ones, while sessions end by the clock.
final class OwnThread: TaskExecutor {
    private let queue = DispatchQueue(label: "gateway test")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
