import Glibc
import Testing

/// A network of a test's own, on a thread of its own (namespaces(7)); gone when the thread ends.
enum NetworkNamespace {
    /// Whether this process may have one, and the tool to set it up.
    static let isAllowed: Bool = {
        guard access("/usr/sbin/ip", X_OK) == 0 || access("/sbin/ip", X_OK) == 0 else { return false }
        return (try? run { true }) ?? false
    }()

    /// Runs `body` on a thread with an empty network.
    static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) throws -> Result {
        let work = Work {
            guard let symbol = dlsym(nil, "unshare") else { throw Failure(what: "looking up unshare") }
            // int unshare(int); Swift's view of the C library leaves it out.
            let unshare = unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Int32).self)
            guard unshare(newNetwork) == 0 else { throw Failure(what: "unshare") }
            return try body()
        }
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<AnyWork>.fromOpaque(argument).takeUnretainedValue().run() }
                return nil
            }, Unmanaged<AnyWork>.passUnretained(work).toOpaque())
        guard result == 0 else { throw Failure(what: "a thread") }
        pthread_join(thread, nil)
        return try #require(work.result).get()
    }

    /// Runs commands in the calling thread's network.
    static func command(_ lines: String...) throws {
        for line in lines {
            guard system("PATH=$PATH:/usr/sbin:/sbin; \(line)") == 0 else { throw Failure(what: line) }
        }
    }

    /// What did not work.
    struct Failure: Error {
        var what: String
    }

    private class AnyWork {
        func run() {}
    }

    /// What a thread does, and what came of it: read after the thread has ended.
    private final class Work<Success>: AnyWork {
        private let body: () throws -> Success
        private(set) var result: Swift.Result<Success, any Error>?

        init(_ body: @escaping () throws -> Success) {
            self.body = body
        }

        override func run() {
            result = Swift.Result { try body() }
        }
    }

    /// CLONE_NEWNET
    private static let newNetwork: Int32 = 0x4000_0000
}
