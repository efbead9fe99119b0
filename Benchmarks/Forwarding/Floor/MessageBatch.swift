import CLinux
import Glibc

/// Structures for one `recvmmsg` or `sendmmsg`: each message with one buffer, which points wherever the caller likes.
struct MessageBatch: ~Copyable {
    let capacity: Int
    let headers: UnsafeMutablePointer<clinux_mmsghdr>
    let vectors: UnsafeMutablePointer<iovec>

    init(capacity: Int) {
        self.capacity = capacity
        headers = .allocate(capacity: capacity)
        vectors = .allocate(capacity: capacity)
        for index in 0..<capacity {
            (vectors + index).initialize(to: iovec())
            var header = clinux_mmsghdr()
            header.header.msg_iov = vectors + index
            header.header.msg_iovlen = 1
            (headers + index).initialize(to: header)
        }
    }

    deinit {
        headers.deallocate()
        vectors.deallocate()
    }

    /// Lets messages be received one behind the other, each in `length` bytes.
    func receive(into bytes: UnsafeMutableRawPointer, length: Int) {
        for index in 0..<capacity { vectors[index] = iovec(iov_base: bytes + index * length, iov_len: length) }
    }

    /// Takes what has come to a socket, at most ``capacity`` messages.
    func receive(from descriptor: Int32) -> Int {
        max(0, Int(clinux_recvmmsg(descriptor, headers, UInt32(capacity))))
    }

    /// Sends the first `count` messages in order.
    /// - Returns: how many calls that took, and how many messages the kernel refused.
    func send(_ count: Int, from descriptor: Int32) -> (calls: Int, refused: Int) {
        var (sent, calls, refused) = (0, 0, 0)
        while sent < count {
            let result = clinux_sendmmsg(descriptor, headers + sent, UInt32(count - sent))
            calls += 1
            if result > 0 {
                sent += Int(result)
            } else if result != -EINTR {
                sent += 1
                refused += 1
            }
        }
        return (calls, refused)
    }
}
