import SRTP

/// What a worker counts; only ever up.
package struct LoopCounters: Sendable {
    package var receivedDatagrams: UInt64 = 0
    package var receivedBytes: UInt64 = 0
    package var receiveCalls: UInt64 = 0
    package var batches: UInt64 = 0
    package var forwardedPackets: UInt64 = 0
    package var retransmittedPackets: UInt64 = 0
    package var keyframeRequests: UInt64 = 0
    /// Datagrams that are no media and do not leave with it: answers to checks, handshakes, RTCP but for viewers' reports.
    package var sentControl: UInt64 = 0
    package var sendFailures: UInt64 = 0
    package var joins: UInt64 = 0

    // Packets that were not sent to a subscriber, by reason.
    /// The worker could not keep up.
    package var droppedOverload: UInt64 = 0
    /// Another worker was too far behind to take them; counted once for all its viewers.
    package var droppedMailboxFull: UInt64 = 0
    /// The subscriber has no payload type for the publisher's codec.
    package var droppedNoCodec: UInt64 = 0

    // Datagrams that were dropped, by reason.
    package var droppedUnknownSource: UInt64 = 0
    package var droppedOversized: UInt64 = 0
    package var droppedSTUN: UInt64 = 0
    package var droppedNotConnected: UInt64 = 0
    package var droppedMalformed: UInt64 = 0
    package var droppedForged: UInt64 = 0
    package var droppedReplayed: UInt64 = 0
    package var droppedDuplicate: UInt64 = 0
    package var droppedUnknownTrack: UInt64 = 0
    /// Of handshakes, while too many waited.
    package var droppedHandshake: UInt64 = 0

    /// Counts a packet that SRTP refused.
    mutating func count(_ error: SRTPError) {
        switch error {
        case .authenticationFailed: droppedForged &+= 1
        case .replayed: droppedReplayed &+= 1
        default: droppedMalformed &+= 1
        }
    }
}
