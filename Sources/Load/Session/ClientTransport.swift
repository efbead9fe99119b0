import Bytes
import DTLS
import ICE
import Net
import RTP
import SRTP

/// The transport of one client: a full ICE agent that nominates, DTLS in the role that the answer leaves it, SRTP both
/// ways. Sans-IO: datagrams and the time in; datagrams in an ``ClientOutbox``, events and the next deadline out.
///
/// Calling contract: ``receive(_:from:now:outbox:)`` for each datagram, ``handleTimeout(now:random:outbox:)`` when
/// ``deadline`` has come; send what is in the outbox after either. Once `over` was returned, the transport is silent.
final class ClientTransport {
    /// When the server's side confirmed the path; nil before.
    private(set) var pathTime: Instant?
    /// When keys were agreed on; nil before.
    private(set) var keyTime: Instant?

    private var ice: ICEControllingAgent
    /// The agent's, since to ask it means to look at all its paths.
    private var iceDeadline: Instant
    private let dtls: DTLSEndpoint
    private let candidates: [SocketAddress]
    private var dtlsDeadline: Instant?
    private var security: Security?
    private var isOver = false
    /// DTLS datagrams from before the path was there, at most ``maximumEarly``.
    private var early: [[UInt8]] = []

    private struct Security {
        let profile: SRTPProfile
        let sender: SRTPSender
        let receiver: SRTPReceiver
    }

    /// - Parameter profiles: SRTP protection profiles by number, the preferred one first.
    init(
        offered: ICECredentials, answer: SessionAnswer, identity: DTLSIdentity, profiles: [UInt16], now: Instant,
        random: inout some RandomNumberGenerator
    ) throws(DTLSError) {
        candidates = answer.candidates
        ice = ICEControllingAgent(
            local: offered, remote: answer.credentials, candidates: answer.candidates, now: now, random: &random)
        iceDeadline = ice.deadline
        dtls = try DTLSEndpoint(
            identity: identity, role: answer.dtlsRole, remoteFingerprints: answer.fingerprints, profiles: profiles)
    }

    /// What a datagram was.
    enum Arrival: Equatable {
        /// Nothing for the owner.
        case nothing
        /// Media may flow from now on.
        case connected
        /// A packet of so many bytes, decrypted in place.
        case rtp(Int)
        /// A compound of so many bytes, decrypted in place.
        case rtcp(Int)
        /// Media that cannot be decrypted, or came before.
        case refused
        /// The connection has ended, and this is why.
        case over(String)
    }

    var isConnected: Bool { security != nil && !isOver }

    /// How media is protected, e.g. `SRTP_AEAD_AES_128_GCM`; nil before it is.
    var protection: String? { security?.profile.name }

    func receive(
        _ datagram: UnsafeMutableRawBufferPointer, from source: SocketAddress, now: Instant, outbox: inout ClientOutbox
    ) -> Arrival {
        guard datagram.count >= 2, !isOver else { return .nothing }
        let bytes = UnsafeBufferPointer(datagram.assumingMemoryBound(to: UInt8.self)).span
        switch DatagramKind(firstByte: datagram[0], secondByte: datagram[1]) {
        case .rtp:
            guard let security else { return .nothing }
            guard let length = try? security.receiver.unprotectRTP(datagram) else { return .refused }
            return .rtp(length)
        case .rtcp:
            guard let security else { return .nothing }
            guard let length = try? security.receiver.unprotectRTCP(datagram) else { return .refused }
            return .rtcp(length)
        case .stun:
            var output = ByteWriter()
            _ = ice.receive(bytes, from: source, now: now, output: &output)
            iceDeadline = ice.deadline
            if output.count > 0 { outbox.append(output.bytes, to: source) }
            return beginHandshake(now: now, outbox: &outbox)
        case .dtls:
            if ice.selected != nil { return take(dtls.receive(bytes), now: now, outbox: &outbox) }
            // A server that is the DTLS client may begin before the path is confirmed here.
            if early.count < Self.maximumEarly { early.append(Array(datagram)) }
            return .nothing
        case .turnChannel, .unknown:
            return .nothing
        }
    }

    func handleTimeout(
        now: Instant, random: inout some RandomNumberGenerator, outbox: inout ClientOutbox
    ) -> Arrival {
        guard !isOver else { return .nothing }
        guard !ice.isExpired(at: now) else { return end(pathFailure) }
        if now >= iceDeadline {
            ice.handleTimeout(now: now, random: &random) { datagram, destination in
                outbox.append(datagram, to: destination)
            }
            iceDeadline = ice.deadline
        }
        guard let dtlsDeadline, now >= dtlsDeadline else { return .nothing }
        return take(dtls.handleTimeout(), now: now, outbox: &outbox)
    }

    /// When to call ``handleTimeout(now:random:outbox:)`` next.
    var deadline: Instant {
        isOver ? .distantFuture : min(iceDeadline, dtlsDeadline ?? .distantFuture)
    }

    /// Says goodbye by DTLS, and is over.
    func close(now: Instant, outbox: inout ClientOutbox) {
        guard !isOver else { return }
        dtls.close()
        transmit(now: now, outbox: &outbox)
        isOver = true
    }

    /// Protects a packet and sends it; nothing before the connection is there.
    func send(_ packet: OutgoingPacket, outbox: inout ClientOutbox) {
        guard let security, let destination = ice.selected, !isOver else { return }
        let payloadLength = packet.bytes.count - packet.headerLength
        var bytes = packet.bytes
        bytes.append(contentsOf: repeatElement(0, count: security.profile.rtpTagLength))
        bytes.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            _ = security.sender.protectRTP(
                packet: start, headerLength: packet.headerLength, payload: start + packet.headerLength,
                payloadLength: payloadLength, index: packet.index)
        }
        outbox.append(bytes, to: destination)
    }

    /// Protects a compound RTCP packet and sends it; nothing before the connection is there.
    func sendControl(_ compound: [UInt8], outbox: inout ClientOutbox) {
        guard let security, let destination = ice.selected, !isOver else { return }
        var packet = compound
        guard (try? security.sender.protectRTCP(&packet)) != nil else { return }
        outbox.append(packet, to: destination)
    }

    private func beginHandshake(now: Instant, outbox: inout ClientOutbox) -> Arrival {
        guard ice.selected != nil, pathTime == nil else { return .nothing }
        pathTime = now
        dtls.start()
        transmit(now: now, outbox: &outbox)
        for datagram in early {
            let arrival = take(dtls.receive(datagram.span), now: now, outbox: &outbox)
            if arrival != .nothing { return arrival }
        }
        early = []
        return .nothing
    }

    private func take(_ event: DTLSEvent, now: Instant, outbox: inout ClientOutbox) -> Arrival {
        transmit(now: now, outbox: &outbox)
        switch event {
        case .nothing: return .nothing
        case .connected(let keys): return secure(keys, now: now)
        case .closed(let reason): return end(keyTime == nil ? "DTLS failed: \(reason.words)" : reason.words)
        }
    }

    private func transmit(now: Instant, outbox: inout ClientOutbox) {
        if let destination = ice.selected {
            dtls.takeDatagrams { span in outbox.append(span.indices.map { span[$0] }, to: destination) }
        }
        dtlsDeadline = dtls.timeout.map { now.advanced(by: $0) }
    }

    private func secure(_ keys: DTLSKeys, now: Instant) -> Arrival {
        guard let profile = SRTPProfile(rawValue: keys.profile),
            let sender = try? SRTPSender(
                profile: profile, masterKey: SRTPMasterKey(key: keys.localKey, salt: keys.localSalt)),
            let receiver = try? SRTPReceiver(
                profile: profile, masterKey: SRTPMasterKey(key: keys.remoteKey, salt: keys.remoteSalt))
        else { return end("the cipher that was agreed on is not available here") }
        security = Security(profile: profile, sender: sender, receiver: receiver)
        keyTime = now
        return .connected
    }

    private func end(_ reason: String) -> Arrival {
        isOver = true
        return .over(reason)
    }

    /// A first flight.
    private static let maximumEarly = 4

    private var pathFailure: String {
        guard pathTime == nil else { return "the server stopped answering connectivity checks" }
        let places = candidates.prefix(3).map(\.description).joined(separator: ", ")
        return "the server did not answer connectivity checks at \(places) (UDP) within "
            + "\(ICETiming.connectTimeout.components.seconds) s"
    }
}

extension DTLSCloseReason {
    /// What happened, for people.
    fileprivate var words: String {
        switch self {
        case .closeNotify: "the server closed the connection"
        case .alert(let alert): "the server ended the connection with the alert \(alert)"
        case .refused(let alert): "what the server sent was refused with the alert \(alert)"
        case .fingerprintMismatch: "the server's certificate is not the one that its answer announces"
        case .noSharedProfile: "the server takes none of the SRTP ciphers that were offered"
        case .timeout: "the server did not finish the handshake"
        case .internalFailure: "the handshake failed here, inside OpenSSL"
        }
    }
}
