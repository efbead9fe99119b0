package import CLinux
import Glibc

/// Hands messages to the kernel, and copes with what it does not take.
///
/// A train that is refused (UDP_SEGMENT: EIO where a device cannot cut trains, EINVAL or EMSGSIZE where a path is too
/// narrow or the kernel does not know them) goes out packet by packet, and its destination gets no more trains. Once that
/// happened to several destinations without any other taking one, it is the socket: it gets no more trains at all.
struct DatagramSender {
    private(set) var counters = SendCounters()
    /// Whether trains are worth a try on this socket.
    private(set) var takesTrains = true
    /// What kept the last ``send(_:to:)`` from sending everything.
    private(set) var obstacle = SendObstacle.none

    /// Destinations in a row that refused their train.
    private var refusals = 0
    private let call: SendCall

    init(call: @escaping SendCall) {
        self.call = call
    }

    /// Sends a table's messages in their order.
    ///
    /// When the kernel does not take a message now, that one and all behind it stay: their headers name what is left of
    /// them, their notes how many packets those are. A message that can never be sent costs none but itself.
    /// - Parameter first: the first message to send.
    /// - Returns: the index of the first message that stays; `table.count` when none does.
    mutating func send(_ table: borrowing MessageTable, from first: Int = 0, to descriptor: Int32) -> Int {
        obstacle = .none
        var index = first
        while index < table.count {
            let result = Int(call(descriptor, table.headers + index, UInt32(table.count - index)))
            counters.calls &+= 1
            if result > 0 {
                for taken in index..<min(index + result, table.count) {
                    let packets = table.notes[taken].packets
                    counters.count(packets: Int(packets), bytes: table.bytes(of: taken))
                    if packets > 1 { refusals = 0 }
                }
                index += result
                continue
            }
            switch Verdict(errno: Int32(truncatingIfNeeded: -result), isTrain: table.notes[index].packets > 1) {
            case .again: continue
            case .blocked(let reason):
                obstacle = reason
                return index
            case .unfit:
                guard sendSingly(index, of: table, to: descriptor) else { return index }
            case .lost:
                counters.failed &+= UInt64(table.notes[index].packets)
                table.notes[index].packets = 0
            }
            index += 1
        }
        return index
    }

    /// Counts packets of video that were dropped before they came here, because one before them was.
    mutating func countIncomplete(_ packets: Int) {
        counters.droppedIncomplete &+= UInt64(packets)
    }

    /// Counts packets that no room was left for.
    mutating func countRefused(_ packets: Int) {
        counters.droppedBacklogFull &+= UInt64(packets)
    }

    /// Counts what one flush sent.
    mutating func countBatch(_ packets: UInt64) {
        if packets > 0 { counters.batchSizes.count(Int(packets)) }
    }

    /// Sends each packet of a train by itself.
    /// - Returns: false when the kernel did not take them all now.
    private mutating func sendSingly(_ index: Int, of table: borrowing MessageTable, to descriptor: Int32) -> Bool {
        counters.refusedTrains &+= 1
        table.headers[index].header.msg_controllen = Int(CLINUX_CONTROL_PLAIN)
        let segment = max(1, Int(table.controls[index].segment))
        let pieces = UnsafeMutableBufferPointer(
            start: table.headers[index].header.msg_iov, count: table.headers[index].header.msg_iovlen)
        let packets = table.notes[index].packets
        var done: Int32 = 0
        var taken: Int32 = 0
        table.headers[index].header.msg_iov = table.vectors + index
        table.headers[index].header.msg_iovlen = 1
        for piece in pieces.indices {
            // A message of one piece has it in this very place.
            var rest = pieces[piece]
            while rest.iov_len > 0 {
                let length = min(segment, rest.iov_len)
                table.vectors[index] = iovec(iov_base: rest.iov_base, iov_len: length)
                let result = call(descriptor, table.headers + index, 1)
                counters.calls &+= 1
                if result == 1 {
                    counters.count(packets: 1, bytes: length)
                    taken += 1
                } else {
                    switch Verdict(errno: -result, isTrain: false) {
                    case .again: continue
                    case .blocked(let reason):
                        obstacle = reason
                        pieces[piece] = rest
                        table.headers[index].header.msg_iov = pieces.baseAddress.map { $0 + piece }
                        table.headers[index].header.msg_iovlen = pieces.count - piece
                        table.notes[index].packets = packets - done
                        return false
                    case .unfit, .lost: counters.failed &+= 1
                    }
                }
                done += 1
                rest = iovec(iov_base: rest.iov_base + length, iov_len: rest.iov_len - length)
            }
        }
        // Where single packets fail as well, trains are not what is wrong.
        if taken > 0 { noteRefusal(table.notes[index].destination) }
        table.notes[index].packets = taken
        return true
    }

    private mutating func noteRefusal(_ destination: UnsafeMutablePointer<Destination>?) {
        guard let destination, destination.pointee.takesTrains else { return }
        destination.pointee.takesTrains = false
        refusals += 1
        if refusals >= Self.refusalsOfSocket { takesTrains = false }
    }

    /// Destinations in a row that must refuse trains before the socket counts as refusing them (our choice): narrow paths
    /// are rare.
    static let refusalsOfSocket = 4
}

/// `sendmmsg`, without waiting: the number of messages taken, or a negative errno.
package typealias SendCall = @convention(c) (Int32, UnsafeMutablePointer<clinux_mmsghdr>?, UInt32) -> Int32

/// What keeps datagrams from being sent now.
enum SendObstacle {
    case none
    /// The socket's buffer is full: it becomes writable.
    case full
    /// The kernel lacks memory: nothing tells when it has some again.
    case memory
}

/// What an error of the kernel's means for the first message of a call.
private enum Verdict {
    /// The call was interrupted.
    case again
    case blocked(SendObstacle)
    /// This train cannot be sent as one.
    case unfit
    /// An unreachable peer, or a message that nothing can carry.
    case lost

    init(errno: Int32, isTrain: Bool) {
        switch errno {
        case EINTR: self = .again
        case EAGAIN: self = .blocked(.full)
        case ENOBUFS, ENOMEM: self = .blocked(.memory)
        case EIO where isTrain, EINVAL where isTrain, EMSGSIZE where isTrain: self = .unfit
        default: self = .lost
        }
    }
}
