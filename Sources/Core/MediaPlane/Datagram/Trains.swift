import CLinux
import Net

/// Packets on their way to several destinations: cut into trains once, put into messages for each.
///
/// Unchecked: whoever took it from its ``TrainPool`` is alone with it.
final class Trains: @unchecked Sendable {
    /// The packets' bytes, one vector for each.
    private var pieces: [iovec] = []
    private var trains: [Train] = []
    private var table = MessageTable(capacity: Trains.messages)

    /// Takes packets in; the bytes must stay until they are sent.
    /// - Parameter packets: where they lie in `bytes`.
    func load(_ packets: [Range<Int>], of bytes: UnsafeRawBufferPointer) {
        pieces.removeAll(keepingCapacity: true)
        trains.removeAll(keepingCapacity: true)
        for packet in packets where !packet.isEmpty {
            let bytes = UnsafeRawBufferPointer(rebasing: bytes[packet])
            if trains.last?.takes(bytes.count) != true {
                trains.append(Train(first: pieces.count, segment: bytes.count))
            }
            trains[trains.count - 1].add(bytes.count)
            pieces.append(iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count))
        }
    }

    /// Sends what was loaded.
    /// - Returns: packets dropped because the kernel had no room, or their destination has lost video before.
    func send(
        to destinations: UnsafeMutableBufferPointer<Destination>, as kind: SendKind, by sender: inout DatagramSender,
        _ descriptor: Int32
    ) -> Int {
        let packets = pieces.count
        return pieces.withUnsafeMutableBufferPointer { pieces in
            guard let pieces = pieces.baseAddress, let first = destinations.baseAddress else { return 0 }
            var sending = Sending(kind: kind, descriptor: descriptor)
            for destination in first..<(first + destinations.count) {
                if kind == .video, destination.pointee.hasLostVideo {
                    sender.countIncomplete(packets)
                    sending.dropped += packets
                    continue
                }
                for train in trains {
                    put(train, of: pieces, to: destination, &sending, &sender)
                }
            }
            flush(&sending, &sender)
            return sending.dropped
        }
    }

    /// Puts a train's messages into the table.
    private func put(
        _ train: Train, of pieces: UnsafeMutablePointer<iovec>, to destination: UnsafeMutablePointer<Destination>,
        _ sending: inout Sending, _ sender: inout DatagramSender
    ) {
        let first = pieces + train.first
        let goesAsOne = train.count == 1 || (sender.takesTrains && destination.pointee.takesTrains)
        let length = goesAsOne ? train.count : 1
        for start in stride(from: 0, to: train.count, by: length) {
            if table.isFull { flush(&sending, &sender) }
            if sending.refused == destination {
                sender.countRefused(length)
                sending.dropped += length
                continue
            }
            table.append(
                first + start, length, segment: UInt16(truncatingIfNeeded: train.segment),
                to: destination.pointee.peer, from: destination.pointee.local,
                MessageNote(
                    destination: destination, arrival: 0, packets: Int32(truncatingIfNeeded: length),
                    kind: sending.kind))
        }
    }

    /// Hands the table to the kernel. Where it takes no more, the rest for that destination is dropped, and the next one's is
    /// tried.
    private func flush(_ sending: inout Sending, _ sender: inout DatagramSender) {
        var index = 0
        while true {
            index = sender.send(table, from: index, to: sending.descriptor)
            guard index < table.count, let refused = table.notes[index].destination else { break }
            while index < table.count, table.notes[index].destination == refused {
                let packets = Int(table.notes[index].packets)
                sender.countRefused(packets)
                sending.dropped += packets
                index += 1
            }
            if sending.kind == .video { refused.pointee.hasLostVideo = true }
            sending.refused = refused
        }
        table.removeAll()
    }

    /// One call's.
    private struct Sending {
        let kind: SendKind
        let descriptor: Int32
        /// The last destination for which the kernel had no room.
        var refused: UnsafeMutablePointer<Destination>?
        var dropped = 0

        init(kind: SendKind, descriptor: Int32) {
            self.kind = kind
            self.descriptor = descriptor
        }
    }

    /// Messages in one system call (our choice; the kernel takes 1,024): more save no time that would show.
    private static let messages = 512
}

/// Packets of one size, one behind the other; the last may be shorter.
private struct Train {
    /// The first of its pieces.
    let first: Int
    let segment: Int
    private(set) var count = 0
    private var bytes = 0
    private var isOver = false

    init(first: Int, segment: Int) {
        self.first = first
        self.segment = segment
    }

    func takes(_ length: Int) -> Bool {
        !isOver && length <= segment && count < SendBatch.longestRun && bytes + length <= SendBatch.largestMessage
    }

    mutating func add(_ length: Int) {
        count += 1
        bytes += length
        isOver = length < segment
    }
}
