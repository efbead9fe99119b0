import NIOCore
import Net

/// Takes the interleaved packets out of what a link writes to its connection, and sends them by UDP from the link's own ports.
/// Servers tell tracks apart by where packets come from, so each track has ports of its own, unlike those of our players.
///
/// Packets are sent as fast as a network can be expected to take them: the burst that a stream begins with would overflow
/// the server's socket.
final class DatagramDetour: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let sockets: LinkSockets
    private let local: IPAddress?
    private let eventLoop: any EventLoop
    private var queue: [ByteBuffer] = []
    private var queued = 0
    private var isWaiting = false
    /// Packets that are sent at once, by where they go.
    private var runs: [[Range<Int>]] = []

    /// - Parameter local: the address of ours that the server knows.
    init(sockets: LinkSockets, from local: IPAddress?, eventLoop: any EventLoop) {
        self.sockets = sockets
        self.local = local
        self.eventLoop = eventLoop
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let buffer = unwrapOutboundIn(data)
        guard buffer.getInteger(at: buffer.readerIndex, as: UInt8.self) == Self.marker else {
            return context.write(data, promise: promise)
        }
        promise?.succeed()
        guard queued + buffer.readableBytes <= RTSPGatewayLimits.unsent + GOPCache.mostBytes else { return }
        queued += buffer.readableBytes
        queue.append(buffer)
        if !isWaiting { send() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        queue = []
        queued = 0
    }

    /// Sends what one turn has room for.
    private func send() {
        var room = Self.bytesPerTurn
        var sent = 0
        while room > 0, sent < queue.count {
            room -= sendPackets(of: &queue[sent], upTo: room)
            if queue[sent].readableBytes == 0 { sent += 1 }
        }
        queue.removeFirst(sent)
        queued -= Self.bytesPerTurn - room
        isWaiting = true
        let detour = NIOLoopBound(self, eventLoop: eventLoop)
        eventLoop.scheduleTask(in: Self.turn) { detour.value.takeTurn() }
    }

    private func takeTurn() {
        isWaiting = false
        if !queue.isEmpty { send() }
    }

    /// Sends packets of a buffer up to a number of bytes, and one at least.
    /// - Returns: the bytes that they took.
    private func sendPackets(of buffer: inout ByteBuffer, upTo room: Int) -> Int {
        let count = buffer.readableBytes
        var position = 0
        buffer.withUnsafeReadableBytes { bytes in
            while position < room, position + Self.headerLength <= count {
                let channel = Int(bytes[position + 1])
                let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
                let start = position + Self.headerLength
                guard start + length <= count else { break }
                while runs.count <= channel { runs.append([]) }
                runs[channel].append(start..<start + length)
                position = start + length
            }
            for (channel, packets) in runs.enumerated() where !packets.isEmpty {
                sockets.send(packets, of: bytes, track: channel / 2, isControl: channel % 2 == 1, from: local)
                runs[channel].removeAll(keepingCapacity: true)
            }
        }
        // What is no whole packet is nothing that anybody wrote here.
        let taken = position > 0 ? position : count
        buffer.moveReaderIndex(forwardBy: taken)
        return taken
    }

    /// In front of each packet (RFC 2326 §10.12).
    private static let marker = UInt8(ascii: "$")
    private static let headerLength = 4
    /// Together 200 Mbit/s (our choice): what a stream begins with is there in half a second.
    private static let bytesPerTurn = 256 << 10
    private static let turn = TimeAmount.milliseconds(10)
}
