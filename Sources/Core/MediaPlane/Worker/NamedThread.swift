import CLinux
import Glibc

/// Threads of the system's, for what must not share one.
package enum NamedThread {
    /// Runs `body` on a thread of its own, which ends with it.
    /// - Parameter name: as the system shows it; it keeps 15 bytes.
    package static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let start = Unmanaged.passRetained(
            Start {
                clinux_name_thread(name)
                body()
            })
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, start.toOpaque())
        precondition(result == 0, "the system has no thread for us")
        pthread_detach(thread)
    }

    /// What the new thread runs, boxed for the C call.
    private final class Start: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }
}
