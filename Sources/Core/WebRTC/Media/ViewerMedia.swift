import Bytes
package import Net
import RTP

/// The sending side of a viewer's session: understands what the viewer reports and asks for, and tells it how our
/// timestamps relate to the time of day, so that lips match.
package struct ViewerMedia {
    /// When ``takeReports(now:wallClock:figures:transmit:)`` wants to be called; distant before ``begin(now:)``.
    package private(set) var deadline = Instant.distantFuture
    /// The latest round trip that the viewer's reports showed.
    package private(set) var roundTrip: Duration?
    /// The share of packets that the viewer missed lately, 0...1.
    package private(set) var lossShare = 0.0

    private let tracks: [PlayedTrack]
    private let cname: String
    private var limiters: [RetransmissionLimiter]
    /// Reports so far, and those among them that spoke of every track.
    private var reports = 0
    private var completeReports = 0

    package init(tracks: [PlayedTrack], cname: String) {
        self.tracks = tracks
        self.cname = cname
        limiters = tracks.map { _ in RetransmissionLimiter() }
    }

    /// The connection stands: reports begin.
    package mutating func begin(now: Instant) {
        deadline = now.advanced(by: Self.firstReport)
    }

    /// The viewer's header extension ids, by ``HeaderExtensionKind``'s raw value, of those that are handed on.
    package var extensionIDs: [(kind: UInt8, id: UInt8)] {
        let map = HeaderExtensionMap(tracks.flatMap(\.extensions))
        return HeaderExtensionKind.allCases.compactMap { kind in
            guard !kind.isPerHop, let id = map[kind] else { return nil }
            return (kind.rawValue, id)
        }
    }

    /// Takes a decrypted RTCP packet; what the viewer asks for is appended to `requests`, at most ``maximumRequests``.
    /// - Returns: false when a part of it is malformed; what stands before that part is still taken.
    @discardableResult
    package mutating func receiveControl(
        _ compound: Span<UInt8>, wallClock: Int64, requests: inout [ViewerRequest]
    ) -> Bool {
        var packets = RTCPPackets()
        while true {
            let packet: RTCPPacket?
            do throws(RTPError) { packet = try packets.next(in: compound) } catch { return false }
            switch packet {
            case nil: return true
            case .receiverReport(_, let blocks), .senderReport(_, let blocks):
                blocks.forEach(in: compound) { take($0, wallClock: wallClock) }
            case .pictureLossIndication(let request):
                wantKeyframe(of: request.mediaSSRC, &requests)
            case .fullIntraRequest(let request):
                request.forEachEntry(in: compound) { entry in wantKeyframe(of: entry.ssrc, &requests) }
            case .genericNACK(let nack):
                guard let track = track(of: nack.mediaSSRC) else { continue }
                nack.forEachSequence(in: compound) { sequence in
                    guard requests.count < Self.maximumRequests else { return }
                    requests.append(.retransmission(track: track, sequence: sequence))
                }
            default: continue
            }
        }
    }

    /// Whether a packet may be sent again now; counts as sending it.
    package mutating func mayRetransmit(_ sequence: UInt16, track: Int, now: Instant) -> Bool {
        guard limiters.indices.contains(track) else { return false }
        return limiters[track].allow(sequence, roundTrip: roundTrip ?? Self.assumedRoundTrip, now: now)
    }

    /// Hands out sender reports if they are due.
    /// - Parameters:
    ///   - wallClock: now, in nanoseconds since 1970.
    ///   - figures: of the track with an index; nil when nothing was sent yet.
    package mutating func takeReports(
        now: Instant, wallClock: Int64, figures: (Int) -> SenderFigures?, transmit: ([UInt8]) -> Void
    ) {
        guard now >= deadline else { return }
        var writer = ByteWriter(capacity: 128)
        let time = NTPTime(unixNanoseconds: wallClock)
        var isComplete = true
        for (index, track) in tracks.enumerated() {
            guard let figures = figures(index) else {
                isComplete = false
                continue
            }
            SenderReport(
                ssrc: track.ssrc, ntp: time, rtpTimestamp: figures.timestamp, packetCount: figures.packets,
                octetCount: figures.octets
            ).write(to: &writer)
            SourceDescription.write(ssrc: track.ssrc, cname: cname, to: &writer)
        }
        if writer.count > 0 { transmit(writer.bytes) }
        reports += 1
        if isComplete { completeReports += 1 }
        let isEarly = completeReports < Self.completeReportsNeeded && reports < Self.mostEarlyReports
        deadline = now.advanced(by: isEarly ? Self.earlyInterval : Self.reportInterval).roundedUp(to: Self.reportGrid)
    }

    /// A goodbye with a reason in words (RFC 3550 §6.6).
    package func goodbye(_ reason: String) -> [UInt8] {
        var writer = ByteWriter(capacity: 128)
        ReceiverReport(ssrc: tracks.first?.ssrc ?? 0).write(to: &writer)
        Goodbye.write(sources: tracks.map(\.ssrc), reason: reason, to: &writer)
        return writer.bytes
    }

    private func track(of ssrc: UInt32) -> Int? {
        tracks.firstIndex { $0.ssrc == ssrc }
    }

    private func wantKeyframe(of ssrc: UInt32, _ requests: inout [ViewerRequest]) {
        guard requests.count < Self.maximumRequests, let track = track(of: ssrc) else { return }
        requests.append(.keyframe(track: track))
    }

    private mutating func take(_ block: ReportBlock, wallClock: Int64) {
        guard track(of: block.ssrc) != nil else { return }
        lossShare = Double(block.fractionLost) / 256
        if let measured = block.roundTrip(arrival: NTPTime(unixNanoseconds: wallClock)) { roundTrip = measured }
    }

    /// Soon, so that a player can match audio and video from the first second on.
    private static let firstReport = Duration.milliseconds(100)
    /// Between reports until a player can match audio and video: browsers do from the second of each source on.
    private static let earlyInterval = Duration.milliseconds(200)
    private static let completeReportsNeeded = 2
    /// Of a viewer with a track that nothing comes of.
    private static let mostEarlyReports = 10
    /// Our choice within RFC 3550 §6.2 and RFC 4585.
    private static let reportInterval = Duration.seconds(1)
    /// Reports of many viewers leave together: one wake-up for all that are due.
    private static let reportGrid = Duration.milliseconds(100)
    /// Before a report shows the real one.
    private static let assumedRoundTrip = Duration.milliseconds(50)
    /// Packets asked for in one RTCP packet that are looked at.
    package static let maximumRequests = 1_024
}
