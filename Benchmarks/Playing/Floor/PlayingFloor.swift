import CLinux
package import Forwarding
import Glibc

/// The least that players over TCP cost on this machine: hands what one connection sends to all others, in one system
/// call for each, after it has gathered for a while. It looks at nothing, keeps nothing, and waits for whoever is slow.
package final class PlayingFloor {
    package let port: UInt16
    private let listener: Int32
    private let poll: Int32
    /// Nanoseconds.
    private let gathering: Int64
    private var players: [Int32] = []
    private var ready = [UInt32](repeating: 0, count: 256)
    /// What came and has to be sent.
    private var gathered = [UInt8](repeating: 0, count: capacity)
    private var count = 0
    /// When to send it, on the monotonic clock; nil when there is nothing.
    private var deadline: Int64?

    /// - Parameters:
    ///   - port: To listen on, on 127.0.0.1; 0 lets the system choose.
    ///   - gathering: How long what comes is gathered, from its first byte on.
    /// - Throws: ``ForwardingError``.
    package init(port: UInt16, gathering: Duration) throws(ForwardingError) {
        _ = clinux_raise_descriptor_limit()
        self.gathering = Int64(gathering / .nanoseconds(1))
        listener = try ListeningSocket.open(port: port)
        self.port = ListeningSocket.port(of: listener)
        poll = clinux_poll()
        guard clinux_poll_add(poll, listener, UInt32(listener)) == 0 else { throw .system("epoll_ctl", errno: errno) }
    }

    deinit {
        for descriptor in players + [poll, listener] { close(descriptor) }
    }

    package func run() -> Never {
        while true { turn() }
    }

    /// Waits, and does what there is to do.
    func turn() {
        let rest = deadline.map { $0 - clinux_monotonic_nanoseconds() } ?? Self.rest
        let count = clinux_poll_wait(poll, &ready, 256, max(0, rest))
        for number in ready.prefix(Int(count)) {
            if number == UInt32(listener) { accept() } else { receive(from: Int32(number)) }
        }
        if let deadline, clinux_monotonic_nanoseconds() >= deadline { send() }
    }

    private func accept() {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            var on: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
            guard clinux_poll_add(poll, descriptor, UInt32(descriptor)) == 0 else {
                close(descriptor)
                continue
            }
            players.append(descriptor)
        }
    }

    /// Whoever sends anything is the publisher.
    private func receive(from descriptor: Int32) {
        while true {
            if count == Self.capacity { send() }
            let result = gathered.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress! + count, $0.count - count, Int32(MSG_DONTWAIT))
            }
            if result < 0, errno == EAGAIN { return }
            players.removeAll { $0 == descriptor }
            guard result > 0 else {
                close(descriptor)
                return
            }
            if deadline == nil { deadline = clinux_monotonic_nanoseconds() + gathering }
            count += result
        }
    }

    private func send() {
        gathered.withUnsafeBytes { bytes in
            for player in players {
                var sent = 0
                while sent < count {
                    let result = Glibc.send(
                        player, bytes.baseAddress! + sent, count - sent, Int32(MSG_NOSIGNAL))
                    guard result > 0 else { break }
                    sent += result
                }
            }
        }
        count = 0
        deadline = nil
    }

    /// Bytes, of which a stream has far fewer in the time that it gathers.
    private static let capacity = 4 << 20
    /// Nanoseconds to wait while there is nothing to send.
    private static let rest: Int64 = 1_000_000_000
}

/// A TCP socket that waits for clients on this machine.
enum ListeningSocket {
    /// - Throws: ``ForwardingError``.
    static func open(port: UInt16) throws(ForwardingError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw .system("socket", errno: errno) }
        var address = ClientSocket.address(port: port)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0, listen(descriptor, backlog) == 0 else {
            let error = errno
            close(descriptor)
            throw .system("listen", errno: error)
        }
        return descriptor
    }

    static func port(of descriptor: Int32) -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &length) }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Clients that wait to be accepted.
    private static let backlog: Int32 = 256
}
