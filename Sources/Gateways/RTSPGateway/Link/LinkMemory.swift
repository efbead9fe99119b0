import Synchronization

/// Which transport works where the first choice does not, so that a link that connects again does not wait for it again.
final class LinkMemory: Sendable {
    private let transports = Mutex<[RTSPLink: RTSPTransport]>([:])

    subscript(link: RTSPLink) -> RTSPTransport? {
        transports.withLock { $0[link] }
    }

    func remember(_ transport: RTSPTransport, for link: RTSPLink) {
        transports.withLock { transports in
            // One that is forgotten is found out again.
            if transports.count >= Self.maximumLinks { transports.removeAll() }
            transports[link] = transport
        }
    }

    func forget(_ link: RTSPLink) {
        transports.withLock { $0[link] = nil }
    }

    /// Links that are remembered (our choice).
    static let maximumLinks = 1_024
}
