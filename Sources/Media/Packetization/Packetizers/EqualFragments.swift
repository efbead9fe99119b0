/// Where to cut what does not fit one payload: into the least number of pieces whose payloads are of one size, but for the
/// last, which is shorter by fewer bytes than there are pieces.
///
/// Packets of one size to one viewer leave in a single message (UDP_SEGMENT), a train, and only its last packet may be
/// shorter. So each unit that is cut is one train; sizes that differ by a byte at most would mostly need two. A short rest
/// at the end of each unit would waste an almost empty datagram besides.
///
/// Nothing longer can be had by looking at all units of a frame together: the number of bytes in a unit and the least number
/// of its fragments leave one choice of sizes, and fragments of several units share no payload. What can be chosen is how
/// little stands between the trains: the small units of a frame share their payloads (``NALUnitPacketizer``), and the units
/// of AV1, whose format lets the end of one and the beginning of the next share a payload, are cut as if they were one
/// (``AV1Packetizer``).
struct EqualFragments {
    /// How many there are, at least 1.
    let count: Int
    /// Bytes to cut, and bytes that the first payload has besides.
    private let total: Int
    private let leading: Int

    /// - Parameters:
    ///   - total: bytes to cut, at least 1.
    ///   - room: bytes of them that a payload holds, at least 1.
    ///   - leading: bytes that the header of the first payload is longer than that of the others; less than half of `room`,
    ///     so that the first fragment still has a byte.
    init(of total: Int, room: Int, leading: Int = 0) {
        self.total = total
        self.leading = leading
        count = max(1, (total + leading + room - 1) / room)
    }

    /// The bytes of a fragment.
    /// - Parameter index: 0..<``count``.
    subscript(index: Int) -> Range<Int> {
        start(of: index)..<start(of: index + 1)
    }

    private func start(of index: Int) -> Int {
        let size = (total + leading + count - 1) / count
        return max(0, min(index * size, total + leading) - leading)
    }
}
