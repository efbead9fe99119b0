import Bytes
import DTLS
import ICE
import MediaPlane
import Net
import RTP
import SRTP
import TestSupport
import WebRTC

/// The transport of a browser in virtual time: a full ICE agent, a DTLS client, SRTP both ways. What it publishes or
/// watches is in its subclasses.
class VirtualPeer: VirtualHost {
    unowned let simulation: Simulation
    /// The worker of the engine that its session is on.
    let worker: Int
    /// Its session's name at the engine.
    let key: SessionKey
    private(set) var address = SocketAddress(ip: .loopbackV4, port: 0)
    private(set) var ice: ICEControllingAgent
    private(set) var isConnected = false
    /// Why the DTLS connection ended; nil as long as it lives.
    private(set) var closeReason: DTLSCloseReason?
    /// The reasons of the goodbyes that came (RTCP BYE).
    private(set) var goodbyes: [String] = []
    /// Datagrams that SRTP refused as received before, by source: what the network repeats, or the engine.
    private(set) var replays: [UInt32: Int] = [:]
    /// Of those refused as received before, the ones that are not what came under their number the first time: one nonce
    /// for two texts.
    private(set) var conflicts = 0
    /// Datagrams that SRTP refused for any other reason.
    private(set) var refusals = 0
    /// All datagrams of media that came, decrypted or not.
    private(set) var mediaDatagrams = 0
    /// Is shown every datagram that is sent.
    var wiretap: (([UInt8]) -> Void)?
    /// Takes what is sent, in place of the network.
    private var outlet: (([UInt8]) -> Void)?
    /// A peer that is dead says and hears nothing.
    var isDead = false
    /// How media is protected, once connected.
    private(set) var profile: SRTPProfile?

    var random: SeededRandom
    private(set) var sender: SRTPSender?
    private var receiver: SRTPReceiver?
    /// The last datagram of media accepted under each SSRC and sequence number.
    private var accepted: [UInt64: [UInt8]] = [:]
    private let dtls: DTLSEndpoint
    private var dtlsDeadline: Instant?
    private var isHandshakeBegun = false
    private(set) var localICE: ICECredentials
    private(set) var engineICE: ICECredentials

    /// - Parameters:
    ///   - worker: of the engine, which the session is on.
    ///   - profiles: of SRTP, as the DTLS client offers them.
    init(
        _ simulation: Simulation, name: String, worker: Int = 0, profiles: [UInt16] = DTLSKeys.preferredProfiles
    ) throws {
        self.simulation = simulation
        self.worker = worker
        key = SessionKey(text: name)
        random = SeededRandom(seed: simulation.random.next())
        localICE = .random(using: &random)
        engineICE = .random(using: &random)
        ice = ICEControllingAgent(
            local: localICE, remote: engineICE, candidates: [simulation.workers[worker].address],
            now: simulation.now, random: &random)
        dtls = try DTLSEndpoint(
            identity: Identities.peer.get(), role: .client,
            remoteFingerprints: [Identities.engine.get().fingerprint], profiles: profiles)
        address = simulation.attach(self, to: worker)
    }

    /// Where its worker is.
    private var engine: SocketAddress { simulation.workers[worker].address }

    /// What the engine is told of this peer.
    func configuration(fingerprint: DTLSFingerprint? = nil) throws -> PeerConfiguration {
        PeerConfiguration(
            localICE: engineICE, remoteICE: localICE, dtlsRole: .server,
            remoteFingerprints: [try fingerprint ?? Identities.peer.get().fingerprint])
    }

    // MARK: For subclasses

    func connected(now: Instant) {}
    func receiveRTP(_ packet: [UInt8], now: Instant) {}
    func receiveRTCP(_ packet: RTCPPacket, in compound: [UInt8], now: Instant) {}
    func handleMediaTimeout(now: Instant) {}
    var mediaDeadline: Instant { .distantFuture }

    // MARK: Moves

    /// Says goodbye by DTLS, as a browser that closes its page.
    func leave() {
        simulation.time.move(to: simulation.now)
        defer { simulation.time.release() }
        dtls.close()
        transmitDTLS(now: simulation.now)
        isDead = true
    }

    /// A NAT gives it another address; nothing else notices.
    func moveToNewAddress() {
        address = simulation.attach(self, to: worker)
    }

    /// Restarts ICE at both ends.
    func restartICE() -> Bool {
        (localICE, engineICE) = (.random(using: &random), .random(using: &random))
        ice.restart(local: localICE, remote: engineICE, candidates: [engine], now: simulation.now)
        return simulation.command(on: worker) { $0.restartICE(key, local: engineICE, remote: localICE) }
    }

    // MARK: Time and datagrams

    var deadline: Instant {
        isDead
            ? .distantFuture
            : min(ice.deadline, dtlsDeadline ?? .distantFuture, isConnected ? mediaDeadline : .distantFuture)
    }

    func handleTimeout(now: Instant) {
        guard !isDead else { return }
        if ice.isExpired(at: now) {
            isDead = true
            return
        }
        if now >= ice.deadline {
            ice.handleTimeout(now: now, random: &random) { datagram, _ in send(datagram) }
        }
        if let dtlsDeadline, now >= dtlsDeadline {
            note(dtls.handleTimeout(), now: now)
        }
        if isConnected, now >= mediaDeadline { handleMediaTimeout(now: now) }
    }

    func receive(_ datagram: [UInt8], at address: SocketAddress, now: Instant) {
        // Behind a NAT that has forgotten, nothing comes to the former address any more.
        guard !isDead, address == self.address, datagram.count >= 2 else { return }
        switch DatagramKind(firstByte: datagram[0], secondByte: datagram[1]) {
        case .stun:
            var output = ByteWriter()
            _ = ice.receive(datagram.span, from: engine, now: now, output: &output)
            if output.count > 0 { send(output.bytes) }
            if ice.selected != nil, !isHandshakeBegun {
                isHandshakeBegun = true
                dtls.start()
                transmitDTLS(now: now)
            }
        case .dtls: note(dtls.receive(datagram.span), now: now)
        case .rtp, .rtcp: receiveMedia(datagram, now: now)
        case .turnChannel, .unknown: refusals += 1
        }
    }

    /// Sends a datagram as it is.
    func send(_ datagram: [UInt8]) {
        guard !isDead else { return }
        wiretap?(datagram)
        if let outlet { outlet(datagram) } else { simulation.send(datagram, from: address) }
    }

    /// What `body` sends, kept from the network.
    func datagrams(of body: () -> Void) -> [[UInt8]] {
        var datagrams: [[UInt8]] = []
        outlet = { datagrams.append($0) }
        defer { outlet = nil }
        body()
        return datagrams
    }

    private func note(_ event: DTLSEvent, now: Instant) {
        switch event {
        case .nothing: break
        case .connected(let keys): connect(keys, now: now)
        case .closed(let reason): closeReason = reason
        }
        transmitDTLS(now: now)
    }

    private func transmitDTLS(now: Instant) {
        dtls.takeDatagrams { span in send(span.indices.map { span[$0] }) }
        dtlsDeadline = dtls.timeout.map { now.advanced(by: $0) }
    }

    private func connect(_ keys: DTLSKeys, now: Instant) {
        guard let profile = SRTPProfile(rawValue: keys.profile) else { return }
        self.profile = profile
        sender = try? SRTPSender(
            profile: profile, masterKey: SRTPMasterKey(key: keys.localKey, salt: keys.localSalt))
        receiver = try? SRTPReceiver(
            profile: profile, masterKey: SRTPMasterKey(key: keys.remoteKey, salt: keys.remoteSalt))
        isConnected = true
        connected(now: now)
    }

    // MARK: Media

    private func receiveMedia(_ datagram: [UInt8], now: Instant) {
        mediaDatagrams += 1
        guard let receiver else { return }
        var packet = datagram
        let isControl = DatagramKind(firstByte: packet[0], secondByte: packet[1]) == .rtcp
        do {
            let length = try packet.withUnsafeMutableBytes { buffer in
                isControl ? try receiver.unprotectRTCP(buffer) : try receiver.unprotectRTP(buffer)
            }
            packet.removeLast(packet.count - length)
        } catch {
            if error as? SRTPError == .replayed {
                let header = isControl ? nil : try? RTPHeader.parse(datagram.span)
                replays[header?.ssrc ?? 0, default: 0] += 1
                if !isControl, accepted[Self.number(of: datagram)] != datagram { conflicts += 1 }
            } else {
                refusals += 1
            }
            return
        }
        if isControl {
            receiveControl(packet, now: now)
        } else {
            accepted[Self.number(of: datagram)] = datagram
            receiveRTP(packet, now: now)
        }
    }

    /// SSRC and sequence number of a datagram of media, which stand there in the clear.
    private static func number(of datagram: [UInt8]) -> UInt64 {
        datagram.count < 12 ? 0 : (Array(datagram[8..<12]) + datagram[2..<4]).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func receiveControl(_ compound: [UInt8], now: Instant) {
        var packets = RTCPPackets()
        while let packet = try? packets.next(in: compound.span) {
            if case .goodbye(let goodbye) = packet {
                goodbyes.append(goodbye.reason.map { String(decoding: compound[$0], as: UTF8.self) } ?? "")
            }
            receiveRTCP(packet, in: compound, now: now)
        }
    }

    /// Protects a packet: a header of `headerLength` bytes and its payload.
    /// - Parameter index: rollover counter and sequence number.
    func protected(_ packet: [UInt8], headerLength: Int, index: UInt64) -> [UInt8] {
        guard let sender, let profile else { return packet }
        var output = packet + [UInt8](repeating: 0, count: profile.rtpTagLength)
        let payloadLength = packet.count - headerLength
        output.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            _ = sender.protectRTP(
                packet: start, headerLength: headerLength, payload: start + headerLength, payloadLength: payloadLength,
                index: index)
        }
        return output
    }

    /// Sends a compound RTCP packet.
    func sendControl(_ compound: [UInt8]) {
        var packet = compound
        guard let sender, (try? sender.protectRTCP(&packet)) != nil else { return }
        send(packet)
    }
}
