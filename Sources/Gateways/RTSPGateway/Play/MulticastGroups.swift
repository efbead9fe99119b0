import FramePlane
import GatewaySupport
import Net
import SFU
import Synchronization

/// The multicast addresses of streams: 256 of them, one for a stream as long as somebody knows of it by description or plays
/// it (``MulticastLease``). A stream gets the same one again, unless it is another's by then.
final class MulticastGroups: Sendable {
    /// Nil when what was set is not an IPv4 multicast address: then there are none.
    private let first: UInt32?
    private let port: UInt16
    private let state = Mutex(State())

    private struct State {
        var leases: [StreamPath: Leased] = [:]
        var taken: Set<UInt32> = []
        var lastNumber: UInt64 = 0
    }

    /// A stream's, while it has one.
    private struct Leased {
        weak var lease: MulticastLease?
        let number: UInt64
        let offset: UInt32
    }

    /// - Parameters:
    ///   - first: the address that the range begins with.
    ///   - port: of the first track's RTP; even.
    init(first: String, port: UInt16) {
        let bits = IPAddress(first).flatMap { $0.isIPv4 ? $0.v4Bits : nil }
        self.first = bits.flatMap { $0 >> 28 == 0xE ? $0 & ~(Self.count - 1) : nil }
        self.port = port
    }

    /// The address of a stream; nil when all are taken.
    func lease(_ path: StreamPath) -> MulticastLease? {
        guard let first else { return nil }
        return state.withLock { state in
            let former = state.leases[path]
            if let lease = former?.lease { return lease }
            // One that nobody has any more is about to be given back, and may as well be taken at once.
            let wanted = former?.offset ?? Self.offset(of: path)
            let free = (0..<Self.count).lazy.map { (wanted &+ $0) % Self.count }.first { offset in
                offset == former?.offset || !state.taken.contains(offset)
            }
            guard let free else { return nil }
            state.lastNumber += 1
            let number = state.lastNumber
            let lease = MulticastLease(address: IPAddress(v4: first | free), port: port) { [weak self] in
                self?.giveBack(path, number)
            }
            state.leases[path] = Leased(lease: lease, number: number, offset: free)
            state.taken.insert(free)
            return lease
        }
    }

    private func giveBack(_ path: StreamPath, _ number: UInt64) {
        state.withLock { state in
            // It may have been taken again meanwhile.
            guard let leased = state.leases[path], leased.number == number else { return }
            state.leases[path] = nil
            state.taken.remove(leased.offset)
        }
    }

    /// FNV-1a of the path, so that a stream has the same address after a restart.
    private static func offset(of path: StreamPath) -> UInt32 {
        path.text.utf8.reduce(2_166_136_261 as UInt32) { ($0 ^ UInt32($1)) &* 16_777_619 } % count
    }

    private static let count: UInt32 = 256
}

/// A stream's multicast address. One of the stream's groups of players sends to it, whatever the number of players by
/// multicast is and whichever event loops they are on.
final class MulticastLease: Sendable {
    let address: IPAddress
    /// What was sent of each track, over all senders.
    let figures = (0..<FramePublication.maximumTracks).map { _ in TrackFigures() }
    private let port: UInt16
    private let giveBack: @Sendable () -> Void
    private let state = Mutex(State())

    private struct State {
        var players = 0
        var sender: ObjectIdentifier?
    }

    fileprivate init(address: IPAddress, port: UInt16, giveBack: @escaping @Sendable () -> Void) {
        self.address = address
        self.port = port
        self.giveBack = giveBack
    }

    deinit {
        giveBack()
    }

    /// Where a track goes.
    func destination(track: Int) -> MulticastDestination {
        let port = port &+ UInt16(truncatingIfNeeded: 2 * track)
        return MulticastDestination(
            address: SocketAddress(ip: address, port: port), timeToLive: Self.timeToLive)
    }

    func join() {
        state.withLock { $0.players += 1 }
    }

    func leave() {
        state.withLock { state in
            state.players -= 1
            if state.players == 0 { state.sender = nil }
        }
    }

    /// Whether a group is the one that sends; where none is and there are players, it is now.
    func isSender(_ group: PlayerGroup, takesOver: Bool) -> Bool {
        let identity = ObjectIdentifier(group)
        return state.withLock { state in
            if takesOver, state.sender == nil, state.players > 0 { state.sender = identity }
            return state.sender == identity
        }
    }

    /// The group sends no more.
    func resign(_ group: PlayerGroup) {
        let identity = ObjectIdentifier(group)
        state.withLock { if $0.sender == identity { $0.sender = nil } }
    }

    /// Routers that packets may pass (our choice): those of a site.
    static let timeToLive: UInt8 = 16
}
