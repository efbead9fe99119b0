/// What sockets for plain datagrams did, since their start.
package struct DatagramCounters: Sendable, Equatable {
    package var received: UInt64 = 0
    package var receivedBytes: UInt64 = 0
    /// Datagrams that came in and were dropped because they are larger than any that was to be expected.
    package var droppedOversized: UInt64 = 0

    package var sent: UInt64 = 0
    package var sentBytes: UInt64 = 0
    /// System calls for sending.
    package var sendCalls: UInt64 = 0
    /// Packets that the kernel can send nowhere.
    package var failed: UInt64 = 0
    /// Packets dropped because the kernel had no room for them, or for one before them to the same destination.
    package var droppedFull: UInt64 = 0
    /// Packets of video dropped because one before them was, up to the next keyframe.
    package var droppedIncomplete: UInt64 = 0
    /// Messages of more than one packet.
    package var trains: UInt64 = 0
    /// Trains that the kernel did not send as such.
    package var refusedTrains: UInt64 = 0

    package init() {}

    package static func += (sum: inout DatagramCounters, other: DatagramCounters) {
        sum.received &+= other.received
        sum.receivedBytes &+= other.receivedBytes
        sum.droppedOversized &+= other.droppedOversized
        sum.sent &+= other.sent
        sum.sentBytes &+= other.sentBytes
        sum.sendCalls &+= other.sendCalls
        sum.failed &+= other.failed
        sum.droppedFull &+= other.droppedFull
        sum.droppedIncomplete &+= other.droppedIncomplete
        sum.trains &+= other.trains
        sum.refusedTrains &+= other.refusedTrains
    }

    /// Adds what was sent.
    mutating func add(_ sending: SendCounters) {
        sent &+= sending.packets
        sentBytes &+= sending.bytes
        sendCalls &+= sending.calls
        failed &+= sending.failed
        droppedFull &+= sending.droppedBacklogFull
        droppedIncomplete &+= sending.droppedIncomplete
        trains &+= sending.messages &- (sending.runLengths.cumulative.first?.count ?? 0)
        refusedTrains &+= sending.refusedTrains
    }
}
