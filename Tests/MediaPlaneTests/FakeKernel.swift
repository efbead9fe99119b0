import CLinux
import Glibc
import MediaPlane
import Net
import Synchronization

/// A kernel that takes datagrams as a test says. Tests run side by side, each with a kernel of its own: the descriptor
/// names it.
final class FakeKernel: Sendable {
    /// What becomes of one call.
    enum Step {
        /// Takes so many messages; all when there are fewer.
        case take(Int)
        /// Takes none.
        case fail(Int32)
    }

    /// A datagram that was sent.
    struct Datagram: Equatable {
        var port: UInt16
        var bytes: [UInt8]
    }

    private struct State {
        var steps: [Step] = []
        /// What a train to a port is answered with, first of all.
        var trainErrors: [UInt16: Int32] = [:]
        /// What anything to a port is answered with.
        var errors: [UInt16: Int32] = [:]
        var datagrams: [Datagram] = []
        var calls = 0
        var now = Instant.test
    }

    let descriptor: Int32
    private let state = Mutex(State())

    private static let all = Mutex<[FakeKernel]>([])

    static func make() -> FakeKernel {
        all.withLock { all in
            let kernel = FakeKernel(descriptor: Int32(all.count))
            all.append(kernel)
            return kernel
        }
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// In place of `sendmmsg`.
    static let call: SendCall = { descriptor, messages, count in
        guard let messages,
            let kernel = all.withLock({ $0.indices.contains(Int(descriptor)) ? $0[Int(descriptor)] : nil })
        else { return -EBADF }
        return kernel.send(UnsafeMutableBufferPointer(start: messages, count: Int(count)))
    }

    /// The same for senders whose descriptor is a real one: the address of the first message's peer names the kernel.
    static let callByAddress: SendCall = { _, messages, count in
        guard let messages, let name = messages.pointee.header.msg_name else { return -EBADF }
        let address = name.load(as: sockaddr_in6.self).sin6_addr
        let descriptor = withUnsafeBytes(of: address) { Int32($0[14]) << 8 | Int32($0[15]) }
        return call(descriptor, messages, count)
    }

    /// An address that names this kernel.
    var address: IPAddress { IPAddress(v4: 0xC612_0000 | UInt32(descriptor)) }

    // MARK: What tests say

    /// What the next calls do, one after the other; further calls take everything.
    func answer(_ steps: Step...) {
        state.withLock { $0.steps += steps }
    }

    func refuseTrains(to port: UInt16, with error: Int32?) {
        state.withLock { $0.trainErrors[port] = error }
    }

    func refuseEverything(to port: UInt16, with error: Int32?) {
        state.withLock { $0.errors[port] = error }
    }

    func setTime(_ now: Instant) {
        state.withLock { $0.now = now }
    }

    // MARK: What tests see

    var now: Instant { state.withLock { $0.now } }
    var calls: Int { state.withLock { $0.calls } }
    var datagrams: [Datagram] { state.withLock { $0.datagrams } }

    /// The numbers of the packets that went to a port, in their order.
    func numbers(to port: UInt16) -> [Int] {
        datagrams.filter { $0.port == port }.map { TestPeer.number(of: $0.bytes) }
    }

    // MARK: The call

    private func send(_ messages: UnsafeMutableBufferPointer<clinux_mmsghdr>) -> Int32 {
        state.withLock { state in
            state.calls += 1
            var limit = messages.count
            if !state.steps.isEmpty {
                switch state.steps.removeFirst() {
                case .take(let count): limit = min(limit, count)
                case .fail(let error): return -error
                }
            }
            for index in 0..<limit {
                let message = Message(messages[index])
                // As in Linux, an error behind messages that were taken shows with the next call.
                let error = state.errors[message.port] ?? (message.isTrain ? state.trainErrors[message.port] : nil)
                if let error { return index > 0 ? Int32(index) : -error }
                state.datagrams += message.packets.map { Datagram(port: message.port, bytes: $0) }
            }
            return Int32(limit)
        }
    }

    /// A message as the kernel sees it.
    private struct Message {
        let port: UInt16
        let isTrain: Bool
        let packets: [[UInt8]]

        init(_ message: clinux_mmsghdr) {
            let header = message.header
            port = UInt16(bigEndian: header.msg_name.load(as: sockaddr_in6.self).sin6_port)
            isTrain = header.msg_controllen == Int(CLINUX_CONTROL_SEGMENTED)
            let bytes = UnsafeBufferPointer(start: header.msg_iov, count: header.msg_iovlen).flatMap {
                [UInt8](UnsafeRawBufferPointer(start: $0.iov_base, count: $0.iov_len))
            }
            let segment = isTrain ? Int(header.msg_control.load(as: clinux_send_control.self).segment) : bytes.count
            packets = stride(from: 0, to: bytes.count, by: max(1, segment)).map {
                Array(bytes[$0..<min($0 + segment, bytes.count)])
            }
        }
    }
}
