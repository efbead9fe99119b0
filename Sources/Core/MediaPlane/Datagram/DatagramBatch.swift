package import Net

/// What a handler is called with: what one socket received at once, or nothing.
///
/// ``datagrams`` is empty when the handler's deadline has passed or ``DatagramReceiver/wake()`` was called; the time says
/// which deadlines those are. Several sockets of a receiver have a call each, one after the other. Whoever gathers sends at
/// the end of the call.
package struct DatagramBatch: ~Copyable {
    /// What the socket was opened with; 0 when ``datagrams`` is empty.
    package let tag: Int
    /// One socket's, in the order in which they came; valid during the call alone, as their bytes are.
    package let datagrams: UnsafeBufferPointer<ReceivedDatagram>
    /// Now.
    package let time: LoopTime
}

/// A datagram as it came in.
package struct ReceivedDatagram {
    /// Valid during the call alone.
    package let bytes: UnsafeRawBufferPointer
    /// Who sent it.
    package let source: SocketAddress
    /// The address of ours that it was sent to: where an answer is to come from.
    package let local: IPAddress
    /// When the kernel received it.
    package let arrival: Instant
    /// The same in nanoseconds since 1970.
    package let wallClock: Int64
}
