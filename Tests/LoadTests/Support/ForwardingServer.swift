import Codecs
import DTLS
import ICE
import Net
import RTP
import SRTP
import TestSupport
import WebRTC

@testable import Load

/// A server that forwards what its first client sends to the others, packet by packet, and requests back to it. It stands
/// beside its clients in virtual time: what is sent has arrived.
final class ForwardingServer {
    private(set) var now = Instant(nanoseconds: 1_000_000_000)
    /// Nanoseconds from the monotonic clock to the wall clock.
    static let wallClockOffset: Int64 = 1_700_000_000_000_000_000
    /// Whether the server throws a packet away, by a count of what it has forwarded to a client.
    var drops: (Int) -> Bool = { _ in false }
    /// From a packet's departure to its arrival.
    var delay = Duration.milliseconds(7)
    /// Whether it says anything at all.
    var isDead = false
    private(set) var latency = Histogram()

    private var places: [Place] = []
    private let identity: DTLSIdentity
    private var random = SplitMix64(seed: 5)
    private let address = SocketAddress(ip: .loopbackV4, port: 8_189)

    private struct Place {
        let peer: ClientPeer
        let address: SocketAddress
        let session: PeerSession
        var forwarded = 0
    }

    init() throws {
        identity = try DTLSIdentity()
    }

    /// Lets a client join.
    /// - Parameters:
    ///   - role: Of the server in DTLS.
    ///   - fingerprint: What the answer announces; nil for the truth.
    func join(
        _ offer: SessionOffer, role: DTLSRole = .server, fingerprint: DTLSFingerprint? = nil,
        options: LoadOptions = LoadOptions(), video: VideoPlan = VideoPlan(), number: Int = 1
    ) throws -> ClientPeer {
        let local = ICECredentials.random(using: &random)
        let transport = LocalTransport(
            ufrag: local.ufrag, password: local.password,
            fingerprint: (fingerprint ?? identity.fingerprint).description, candidates: [address])
        let text: String
        let remote: RemoteTransport
        switch offer.role {
        case .publisher:
            let (answer, plan) = try Negotiator.publish(offer: offer.text, local: transport, using: &random)
            (text, remote) = (answer, plan.remote)
        case .viewer:
            let (answer, plan) = try Negotiator.play(
                offer: offer.text, local: transport,
                tracks: [
                    StreamTrack(
                        kind: .video,
                        codec: .init(.h264, clockRate: 90_000, formatParameters: "packetization-mode=1"))
                ], using: &random)
            (text, remote) = (answer, plan.remote)
        }
        let setup = role == .client ? text.replacing("a=setup:passive", with: "a=setup:active") : text
        let answer = try SessionAnswer(parsing: setup, to: offer)
        let session = try PeerSession(
            PeerConfiguration(
                localICE: local, remoteICE: try ICECredentials(ufrag: remote.ufrag, password: remote.password),
                dtlsRole: role, remoteFingerprints: remote.fingerprints.compactMap { DTLSFingerprint(sdp: $0) }),
            identity: identity, now: now)
        let configuration = ClientConfiguration(
            name: PeerName(offer.role, number), offer: offer, answer: answer, timeline: JoinTimeline(start: now),
            video: video, options: options)
        let own = try Offers.identity.get()
        let peer: ClientPeer =
            switch offer.role {
            case .publisher: try PublisherPeer(configuration, identity: own, now: now, random: &random)
            case .viewer: try ViewerPeer(configuration, identity: own, now: now, random: &random)
            }
        let clientAddress = SocketAddress(ip: .loopbackV4, port: UInt16(40_000 + places.count))
        places.append(Place(peer: peer, address: clientAddress, session: session))
        return peer
    }

    /// Lets time pass, in steps of a millisecond.
    func run(for duration: Duration) {
        let end = now.advanced(by: duration)
        while now < end {
            now = now.advanced(by: .milliseconds(1))
            for index in places.indices where places[index].peer.deadline <= now {
                var outbox = ClientOutbox()
                places[index].peer.handleTimeout(moment(), random: &random, outbox: &outbox)
                take(outbox, from: index)
            }
        }
    }

    private func moment(after delay: Duration = .zero) -> Moment {
        let time = now.advanced(by: delay)
        return Moment(now: time, wallClock: time.nanoseconds + Self.wallClockOffset)
    }

    private func take(_ outbox: ClientOutbox, from index: Int) {
        for (datagram, _) in outbox.datagrams { take(datagram, from: index) }
    }

    private func take(_ datagram: [UInt8], from index: Int) {
        guard !isDead else { return }
        let (session, address) = (places[index].session, places[index].address)
        var outbox = Outbox()
        var bytes = datagram
        switch DatagramKind(datagram.span) {
        case .stun: _ = session.receiveSTUN(datagram.span, from: address, now: now, outbox: &outbox)
        case .dtls: session.receiveDTLS(datagram.span, from: address, now: now, outbox: &outbox)
        case .rtp:
            guard let length = bytes.withUnsafeMutableBytes({ try? session.receiver?.unprotectRTP($0) }) else { return }
            for other in places.indices where other != index { forward(bytes.prefix(length), to: other) }
        case .rtcp:
            guard let length = bytes.withUnsafeMutableBytes({ try? session.receiver?.unprotectRTCP($0) }) else {
                return
            }
            for other in places.indices where other != index { forwardControl(bytes.prefix(length), to: other) }
        case .turnChannel, .unknown: return
        }
        outbox.drain { send($0.bytes, to: index) }
    }

    private func forward(_ packet: ArraySlice<UInt8>, to index: Int) {
        guard let sender = places[index].session.sender, let profile = places[index].session.profile else { return }
        defer { places[index].forwarded += 1 }
        guard !drops(places[index].forwarded) else { return }
        var bytes = Array(packet) + [UInt8](repeating: 0, count: profile.rtpTagLength)
        guard let header = try? RTPHeader.parse(packet.span) else { return }
        bytes.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            _ = sender.protectRTP(
                packet: start, headerLength: Int(header.headerLength), payload: start + Int(header.headerLength),
                payloadLength: packet.count - Int(header.headerLength), index: UInt64(header.sequence))
        }
        send(bytes, to: index, after: delay)
    }

    private func forwardControl(_ compound: ArraySlice<UInt8>, to index: Int) {
        var bytes = Array(compound)
        guard let sender = places[index].session.sender, (try? sender.protectRTCP(&bytes)) != nil else { return }
        send(bytes, to: index)
    }

    private func send(_ datagram: [UInt8], to index: Int, after delay: Duration = .zero) {
        var bytes = datagram
        var outbox = ClientOutbox()
        bytes.withUnsafeMutableBytes { buffer in
            places[index].peer.receive(
                buffer, from: address, at: moment(after: delay), random: &random, latency: &latency, outbox: &outbox)
        }
        take(outbox, from: index)
    }
}
