import Net

/// DTLS datagrams that wait for their turn.
///
/// A handshake costs as much time as hundreds of packets. When many viewers join at once, media goes first: what belongs to
/// handshakes is put aside as it comes in, and worked off between two batches, a little at a time.
struct HandshakeQueue {
    /// One datagram, and the session it is for.
    struct Entry {
        var session: Session
        var peer: SocketAddress
        var bytes: [UInt8]
    }

    private var entries: [Entry] = []
    /// The first that waits; those before it are done.
    private var first = 0

    var isEmpty: Bool { first == entries.count }

    /// Puts a datagram aside. False when too many wait: it is lost, and the peer's handshake repeats it.
    mutating func add(_ entry: Entry) -> Bool {
        guard entries.count - first < Self.longest else { return false }
        entries.append(entry)
        return true
    }

    /// The next one; nil when there is none.
    mutating func next() -> Entry? {
        guard first < entries.count else { return nil }
        defer {
            first += 1
            if first == entries.count {
                entries.removeAll(keepingCapacity: true)
                first = 0
            } else if first >= Self.longest {
                entries.removeFirst(first)
                first = 0
            }
        }
        return entries[first]
    }

    /// Datagrams, of at most an Ethernet frame each: those of a thousand peers who begin within a quarter of a second.
    private static let longest = 2_048
    /// Nanoseconds of work before media has its turn again.
    static let timeInTurn: Int64 = 1_000_000
}
