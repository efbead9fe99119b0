import Synchronization

/// What the gateway counts over its life.
final class RTSPCounters: Sendable {
    let connections = Atomic<UInt64>(0)
    let connectionsRefused = Atomic<UInt64>(0)
    let requestsRefused = Atomic<UInt64>(0)
    let faultyPeers = Atomic<UInt64>(0)
    let slowPlayersClosed = Atomic<UInt64>(0)
    /// By TCP, requests included; media by UDP is counted by its sockets.
    let bytesReceived = Atomic<UInt64>(0)
    let bytesSent = Atomic<UInt64>(0)
    let packetsReceived = Atomic<UInt64>(0)
    /// Packets given a header: once, however many players there are.
    let packetsStamped = Atomic<UInt64>(0)
    /// Packets that slow players did not get.
    let packetsDropped = Atomic<UInt64>(0)
    /// Datagrams of nobody with whom their source address was agreed on.
    let datagramsOfStrangers = Atomic<UInt64>(0)
    let publishers = Atomic<UInt64>(0)
    let players = Atomic<UInt64>(0)
}
