import SFU

/// What a turn has for one other worker: filled while tracks are fanned out, posted once.
///
/// Memory is bounded: of batches that the other worker has not yet read there are at most ``longestQueue``. What comes
/// then is given up, and the next batch says so.
struct RelayOutbox {
    private let home: Int
    private let mailbox: Mailbox
    private var pool: [RelayBatch] = []
    private var batch: RelayBatch?
    private var hasGap = false
    /// Packets that were given up.
    private(set) var dropped: UInt64 = 0

    init(home: Int, mailbox: Mailbox) {
        self.home = home
        self.mailbox = mailbox
    }

    /// Adds packets of a track, and what changed about it.
    mutating func append(
        _ cache: PacketCache, from first: UInt32, to end: UInt32, of stream: StreamIdentity, track: Int,
        change: TrackDescription?
    ) {
        guard openBatch() else {
            dropped &+= UInt64(end &- first)
            return
        }
        batch?.beginSection(stream, track: track, change: change)
        var number = first
        while number != end {
            if batch?.hasRoom == false {
                post()
                guard openBatch() else {
                    dropped &+= UInt64(end &- number)
                    return
                }
                batch?.beginSection(stream, track: track, change: nil)
            }
            batch?.append(cache.record(number), bytes: cache.bytes(number))
            number &+= 1
        }
    }

    /// Hands over what was added.
    mutating func post() {
        guard let batch else { return }
        mailbox.post(.packets(batch))
        self.batch = nil
    }

    /// Posts something that is no packet, behind those that were added.
    mutating func post(_ message: WorkerMessage) {
        post()
        mailbox.post(message)
    }

    /// Whether there is a batch to write into now.
    private mutating func openBatch() -> Bool {
        guard batch == nil else { return true }
        let free = pool.indices.first { isKnownUniquelyReferenced(&pool[$0]) }
        if let free {
            batch = pool[free]
        } else if pool.count < Self.longestQueue {
            let new = RelayBatch(home: home)
            pool.append(new)
            batch = new
        } else {
            hasGap = true
            return false
        }
        batch?.begin(followsGap: hasGap)
        hasGap = false
        return true
    }

    /// Batches of a quarter of a megabyte: eight in all, more than a second of what one worker can take in.
    private static let longestQueue = 32
}
