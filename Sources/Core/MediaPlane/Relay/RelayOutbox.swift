import Net
import SFU

/// What a turn has for one other worker: filled while tracks are fanned out, posted once.
///
/// Memory is bounded: of batches that the other worker has not yet read there are at most ``longestQueue``. What comes
/// then is given up, and ``hasGap`` says so until the other worker can be told everything anew.
struct RelayOutbox {
    /// Whether packets or descriptions were given up since ``endGap(now:)``.
    private(set) var hasGap = false

    private let mailbox: Mailbox
    private var pool: [RelayBatch] = []
    private var batch: RelayBatch?

    init(mailbox: Mailbox) {
        self.mailbox = mailbox
    }

    /// Adds packets of a track, and what changed about it.
    /// - Returns: the number of packets that were given up.
    mutating func append(_ track: Track, of stream: StreamIdentity, change: TrackDescription?, now: Instant) -> Int {
        let (cache, end) = (track.cache, track.cache.end)
        var number = track.fannedOut
        guard !hasGap, openBatch(now: now) else { return Int(end &- number) }
        batch?.beginSection(stream, track: track.address.index, change: change)
        while number != end {
            if batch?.hasRoom == false {
                post()
                guard openBatch(now: now) else { return Int(end &- number) }
                batch?.beginSection(stream, track: track.address.index, change: nil)
            }
            batch?.append(cache.record(number), bytes: cache.bytes(number))
            number &+= 1
        }
        return 0
    }

    /// Adds what every track of a stream is now.
    /// - Parameter isAnew: whether the other worker may have missed packets of it.
    mutating func describe(_ stream: Stream, isAnew: Bool, now: Instant) {
        guard !hasGap, openBatch(now: now) else { return }
        for track in stream.tracks {
            batch?.beginSection(
                stream.identity, track: track.address.index, change: track.description, isAnew: isAnew)
        }
    }

    /// Lets packets flow again after a gap, if there is room by now. The caller describes every stream anew.
    mutating func endGap(now: Instant) -> Bool {
        hasGap = false
        return openBatch(now: now)
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

    /// Whether there is a batch to write into now; if not, a gap begins.
    private mutating func openBatch(now: Instant) -> Bool {
        guard batch == nil else { return true }
        let free = pool.indices.first { isKnownUniquelyReferenced(&pool[$0]) }
        if let free {
            batch = pool[free]
        } else if pool.count < Self.longestQueue {
            let new = RelayBatch()
            pool.append(new)
            batch = new
        } else {
            hasGap = true
            return false
        }
        batch?.begin(now: now)
        return true
    }

    /// Batches of a quarter of a megabyte: eight in all, more than a second of what one worker can take in.
    private static let longestQueue = 32
}
