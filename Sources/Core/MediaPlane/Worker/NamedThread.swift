import CLinux
import Glibc

/// Threads of the system's, for what must not share one.
package enum NamedThread {
    /// Runs `body` on a thread of its own, which ends with it.
    /// - Parameter name: as the system shows it; it keeps 15 bytes.
    /// - Returns: false when the system has no thread for us.
    package static func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
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
        guard result == 0 else {
            start.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// What the new thread runs, boxed for the C call.
    private final class Start: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }
}
