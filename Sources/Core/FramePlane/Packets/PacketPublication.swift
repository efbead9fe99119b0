package import Codecs
package import Net
import Synchronization

/// What a publisher of RTP packets brings, as far as the gateways are concerned. All methods may be called on any thread,
/// but by one at a time, and never wait.
///
/// Calling contract: ``describe(_:)`` before the first packet; then ``receive(_:sequence:timestamp:marker:captureTime:track:now:)``
/// for each packet of what was read at once, ``flush(now:)`` behind them; ``advance(now:)`` when ``deadline`` has come;
/// ``end()``.
package protocol PacketSink: AnyObject, Sendable {
    /// Says what the publisher sends.
    /// - Parameter tracks: at most ``FramePublication/maximumTracks``; more are left out.
    func describe(_ tracks: [PacketFormat])

    /// Takes a packet. Packets of a track may come in any order; who waits for what is missing is seen to here.
    /// - Parameters:
    ///   - payload: without padding.
    ///   - sequence: extended to 64 bits.
    ///   - captureTime: when it was captured, in nanoseconds of our wall clock since 1970, as far as is known now.
    ///   - track: index into what was described.
    func receive(
        _ payload: Span<UInt8>, sequence: Int64, timestamp: UInt32, marker: Bool, captureTime: Int64, track: Int,
        now: Instant)

    /// What was taken goes to its readers.
    func flush(now: Instant)

    /// When ``advance(now:)`` has something to do; ``Instant/distantFuture`` while nothing is waited for.
    var deadline: Instant { get }

    /// Gives up what was waited for long enough.
    func advance(now: Instant)

    /// The publisher left. Its readers wait for the grace time.
    func end()
}

/// A publisher of packets of a path. ``FramePlane/publishPackets(_:as:refusesWhenPublished:onEnd:)`` makes it.
package final class PacketPublication: PacketSink {
    private let publication: FramePublication
    private let source: Mutex<PacketSource>

    init(_ publication: FramePublication) {
        self.publication = publication
        source = Mutex(PacketSource([], to: publication))
    }

    package func describe(_ tracks: [PacketFormat]) {
        source.withLock { source in
            source = PacketSource(tracks.prefix(FramePublication.maximumTracks).map { $0 }, to: publication)
            source.describe()
        }
    }

    package func receive(
        _ payload: Span<UInt8>, sequence: Int64, timestamp: UInt32, marker: Bool, captureTime: Int64, track: Int,
        now: Instant
    ) {
        source.withLock { source in
            source.receive(
                payload, sequence: sequence, timestamp: timestamp, marker: marker, captureTime: captureTime,
                track: track, now: now)
        }
    }

    package func flush(now: Instant) {
        source.withLock { $0.flush(now: now) }
    }

    package var deadline: Instant { source.withLock { $0.deadline } }

    package func advance(now: Instant) {
        source.withLock { $0.advance(now: now) }
    }

    package func end() {
        publication.end()
    }
}
