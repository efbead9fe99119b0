import Glibc

/// Why there are no figures, for people.
package enum ForwardingError: Error, CustomStringConvertible {
    /// A part of the benchmark did not do its work, so that its figures would mean nothing.
    case wrong(String)
    /// A call to the system failed.
    case system(String, errno: Int32)
    /// Something took longer than it ever should.
    case timeout(String, Duration)

    package var description: String {
        switch self {
        case .wrong(let what): what
        case .system(let call, let errno): "\(call) failed: \(String(cString: strerror(errno)))"
        case .timeout(let what, let limit): "\(what) did not come within \(limit.components.seconds) s"
        }
    }
}
