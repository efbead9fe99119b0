package import Cryptography

/// What an operator may set about the media plane.
package struct MediaSettings: Sendable {
    /// The UDP port of the first worker; the others follow upon it.
    package var firstPort: UInt16
    package var workers: Int
    /// How long viewers are kept after their publisher left.
    package var reconnectGrace: Duration
    /// Sessions on each worker, connected or not.
    package var maximumSessions: Int
    /// The share of its time, 0...1, above which a worker gets no more viewers (``PlacementPolicy``).
    package var fullShare: Double
    /// What encrypts and decrypts media.
    package var cipherEngine: CipherEngine
    /// Whether packets of video are padded where that lets them leave together (``PacketCache/levelSizes(from:)``).
    package var padsPackets: Bool

    package init(
        firstPort: UInt16 = 8189, workers: Int = 1, reconnectGrace: Duration = .seconds(10),
        maximumSessions: Int = 10_000, fullShare: Double = 0.7, cipherEngine: CipherEngine = .preferred,
        padsPackets: Bool = false
    ) {
        self.firstPort = firstPort
        self.workers = max(1, workers)
        self.reconnectGrace = reconnectGrace
        self.maximumSessions = maximumSessions
        self.fullShare = fullShare
        self.cipherEngine = cipherEngine
        self.padsPackets = padsPackets
    }
}
