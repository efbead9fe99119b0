import Synchronization

/// What the gateway counts over its life.
final class RTMPCounters: Sendable {
    let connections = Atomic<UInt64>(0)
    let connectionsRefused = Atomic<UInt64>(0)
    let requestsRefused = Atomic<UInt64>(0)
    let faultyPeers = Atomic<UInt64>(0)
    let slowPlayersClosed = Atomic<UInt64>(0)
    let bytesReceived = Atomic<UInt64>(0)
    let bytesSent = Atomic<UInt64>(0)
    let framesReceived = Atomic<UInt64>(0)
    /// Frames of publishers that could not be used.
    let framesUnusable = Atomic<UInt64>(0)
    /// Frames brought into the form that players get: once, however many players there are.
    let framesMuxed = Atomic<UInt64>(0)
    /// Frames that slow players did not get.
    let framesDropped = Atomic<UInt64>(0)
    let publishers = Atomic<UInt64>(0)
    let players = Atomic<UInt64>(0)
}
