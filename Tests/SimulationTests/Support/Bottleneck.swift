import CLinux
import Glibc
import MediaPlane
import Synchronization

/// The system's `sendmmsg` for an engine's media, behind a buffer that a test may fill.
final class Bottleneck: Sendable {
    private let messages = Mutex<Int?>(nil)

    /// By socket. One that was closed gives its number to another, which takes its place here.
    private static let all = Mutex<[Int32: Bottleneck]>([:])

    static func make(_ descriptor: Int32) -> Bottleneck {
        let bottleneck = Bottleneck()
        all.withLock { $0[descriptor] = bottleneck }
        return bottleneck
    }

    /// Lets so many more messages through, and then none; nil for all.
    func limit(to count: Int?) {
        messages.withLock { $0 = count }
    }

    /// In place of `sendmmsg`.
    static let call: SendCall = { descriptor, messages, count in
        guard let bottleneck = all.withLock({ $0[descriptor] }) else {
            return clinux_sendmmsg(descriptor, messages, count)
        }
        return bottleneck.messages.withLock { left in
            let allowed = min(count, UInt32(clamping: left ?? .max))
            guard allowed > 0 else { return -EAGAIN }
            let sent = clinux_sendmmsg(descriptor, messages, allowed)
            if let before = left { left = before - Int(max(0, sent)) }
            return sent
        }
    }
}
