/// A list of SSRCs in a datagram of RTCP.
package struct SourceList: Equatable, Sendable {
    private let offset: Int
    /// At most 255, by the fields that count them.
    package let count: Int

    /// - Precondition: the list lies inside the datagram.
    init(offset: Int, count: Int) {
        self.offset = offset
        self.count = count
    }

    /// Calls `body` for each SSRC, in order.
    /// - Parameter datagram: the one that the message was read from.
    package func forEach(in datagram: Span<UInt8>, _ body: (UInt32) -> Void) {
        guard offset + 4 * count <= datagram.count else { return }
        for index in 0..<count { body(datagram.uint32(at: offset + 4 * index)) }
    }
}
