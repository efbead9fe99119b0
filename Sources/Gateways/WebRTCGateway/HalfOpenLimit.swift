import MediaPlane
import Net

/// Bounds the sessions whose peer has not proved itself yet. One POST makes the server hold memory and await a handshake
/// for many seconds, so whoever may ask at all could fill it.
///
/// What is open at a time is counted, never the rate: any number of honest viewers may join at once, because each is out
/// of the count as soon as it is connected. Sessions asked for over loopback are not counted: the machine itself may do
/// as it likes, and a local reverse proxy would make a single source of all its clients.
struct HalfOpenLimit {
    /// Which of the bounds is reached.
    enum Refusal: String, Error, CaseIterable {
        /// That of all sources together.
        case all = "half_open"
        /// That of the one who asks.
        case source = "half_open_source"
    }

    private let maximum: Int
    private let maximumFromSource: Int
    /// Where each counted session was asked for.
    private var sources: [SessionKey: Source] = [:]
    private var countsBySource: [Source: Int] = [:]

    /// - Parameters:
    ///   - maximum: sessions in all (our choice).
    ///   - maximumFromSource: sessions of one source (our choice: a school behind one address may join at once).
    init(maximum: Int = 1_000, maximumFromSource: Int = 256) {
        self.maximum = maximum
        self.maximumFromSource = maximumFromSource
    }

    /// Counts a session from now until ``leave(_:)``.
    /// - Parameter address: the peer of the HTTP connection that asks for it.
    mutating func enter(_ key: SessionKey, from address: IPAddress) throws(Refusal) {
        guard !address.isLoopback else { return }
        guard sources.count < maximum else { throw .all }
        let source = Source(address)
        let count = countsBySource[source, default: 0]
        guard count < maximumFromSource else { throw .source }
        guard sources.updateValue(source, forKey: key) == nil else { return }
        countsBySource[source] = count + 1
    }

    /// The session is connected, or over. Does nothing for one that is not counted, or not any more.
    mutating func leave(_ key: SessionKey) {
        guard let source = sources.removeValue(forKey: key), let count = countsBySource[source] else { return }
        countsBySource[source] = count > 1 ? count - 1 : nil
    }

    /// Sessions counted now.
    var count: Int { sources.count }

    /// Sources that these come from.
    var sourceCount: Int { countsBySource.count }

    /// Whoever shares one of the counts: an IPv4 address, or the /64 network that one IPv6 host can take all addresses
    /// of (RFC 6177 §2).
    private struct Source: Hashable {
        private let network: IPAddress

        init(_ address: IPAddress) {
            network = address.isIPv4 ? address : IPAddress(high: address.high, low: 0)
        }
    }
}
