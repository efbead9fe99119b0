import MediaPlane
import Net

/// The machine's own addresses, looked up again when they are older than five seconds: asking the kernel costs as much as
/// reading an offer, and a crowd that joins asks a hundred times a second.
struct InterfaceAddresses {
    private var known: (since: ContinuousClock.Instant, addresses: [IPAddress])?
    private let lookUp: () -> [IPAddress]

    init(lookUp: @escaping () -> [IPAddress] = IPAddress.ofInterfaces) {
        self.lookUp = lookUp
    }

    mutating func list(now: ContinuousClock.Instant = .now) -> [IPAddress] {
        if let known, known.since.duration(to: now) < Self.maximumAge { return known.addresses }
        let addresses = lookUp()
        known = (now, addresses)
        return addresses
    }

    /// How long after it appeared an address may stay unknown (our choice).
    static let maximumAge = Duration.seconds(5)
}
