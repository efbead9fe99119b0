import Codecs
import GatewaySupport
import MediaPlane
import NIOCore
import Net
import RTSP

/// What the server says, and what follows here.
extension LinkConnection {
    func handle(_ event: RTSPClientEvent, at time: LoopTime) {
        if case .over = work { return }
        switch event {
        case .described(let contentBase, let description):
            takeDescription(description, base: contentBase)
        case .announced(let contentBase):
            base = contentBase
            setUp(control: contentBase)
        case .setUp(let track, let transport):
            agree(on: transport, track: track)
        case .playing(_, let information):
            openPull(information)
        case .recording:
            beginPush()
        case .media(let channel, let range):
            let buffer = machine.buffer
            take(buffer.span.extracting(range), channel: channel, at: time)
        case .failed(let failure):
            finish(outcome(of: failure))
        case .redirected(let url):
            finish(.redirected(url))
        case .ended:
            finish(.streamEnded)
        }
    }

    // MARK: Setting up

    /// Asks for ``tracks``, which have no transport yet.
    func setUp(control: String) {
        if plan.transport == .udp {
            guard let loop = services.datagrams else { return finish(.failed(.unavailable("UDP is switched off."))) }
            do throws(SocketError) {
                sockets = try LinkSockets(loop, tracks: tracks.count, counters: services.counters)
            } catch {
                return finish(.failed(.unavailable("\(error)")))
            }
        }
        for index in tracks.indices {
            var offer = TransportSpecification(sockets == nil ? .tcp : .udp, .unicast)
            offer.clientPort = sockets?.ports(ofTrack: index)
            if sockets == nil {
                // Players that listen look for the channels that ffmpeg would take.
                let channel = UInt8(truncatingIfNeeded: 2 * index)
                offer.interleaved = TransportPair(channel, channel &+ 1)
            }
            tracks[index].transport = offer
        }
        machine.setUp(
            tracks.map { RTSPClientTrack(url: $0.url, transport: $0.transport) }, control: control, now: .now)
    }

    private func agree(on transport: TransportSpecification, track: Int) {
        guard tracks.indices.contains(track) else { return }
        tracks[track].transport = transport
        tracksSetUp = track + 1
        guard let sockets else { return }
        guard let server = channel.remoteAddress?.ipAddress.flatMap({ IPAddress($0) }) else {
            return finish(.failed(.disconnected))
        }
        sockets.agree(on: LinkRoute(transport, server: server), track: track)
        if plan.link.direction == .pull {
            sockets.punch(track: track, payloadType: tracks[track].format.payloadType, from: localAddress)
        }
    }

    /// The address of ours that the server knows.
    var localAddress: IPAddress? { channel.localAddress?.ipAddress.flatMap { IPAddress($0) } }

    // MARK: Media

    private func take(_ packet: Span<UInt8>, channel: UInt8, at time: LoopTime) {
        switch work {
        case .connecting, .opening:
            guard early.count < RTSPGatewayLimits.largestDatagramBurst else { return }
            early.append(EarlyPacket(channel: channel, bytes: packet.withUnsafeBufferPointer { Array($0) }))
        case .pulling(let publisher):
            guard let (track, isControl) = tracks.track(onChannel: channel) else { return }
            publisher.receive(packet, track: track, isControl: isControl, at: time)
        case .pushing(let player, _):
            guard tracks.track(onChannel: channel)?.isControl == true else { return }
            player.receiveControl(packet, at: time)
        case .announcing, .over:
            break
        }
    }

    /// Tells the machine of what came by UDP.
    func noteActivity() {
        let heard: Instant
        switch work {
        case .pulling(let publisher): heard = publisher.heard
        case .pushing(let player, _): heard = player.heard
        case .connecting, .announcing, .opening, .over: return
        }
        guard watch.hears(at: heard) else { return }
        machine.noteActivity(now: heard)
    }

    // MARK: Failures

    /// What becomes of the link when the machine has failed.
    func outcome(of failure: RTSPClientFailure) -> LinkOutcome {
        switch failure {
        case .unauthorized: .failed(.unauthorized)
        case .transportRefused:
            refusal(of: .unsupportedTransport, reason: "", isOfTransport: tracksSetUp == 0)
        case .sessionLost: .failed(.ended("The server has ended the session."))
        case .refused(.setup, let status, let reason):
            refusal(of: status, reason: reason, isOfTransport: false)
        case .refused(_, let status, let reason): .failed(.refused(Self.text(of: status, reason)))
        case .unusableAnswer: .failed(.unusable("\(failure)"))
        case .noAnswer: .failed(.timedOut)
        }
    }

    /// - Parameter isOfTransport: whether it is the transport of all tracks that is refused.
    private func refusal(of status: RTSPStatus, reason: String, isOfTransport: Bool) -> LinkOutcome {
        let error = RTSPLinkError.refused(Self.text(of: status, reason))
        if isOfTransport { return .transportFailed(error) }
        let isOfTrack = status == .notFound || status == .unsupportedTransport
        guard isOfTrack, tracks.count > 1, tracks.indices.contains(tracksSetUp) else { return .failed(error) }
        return .trackRefused(tracks[tracksSetUp].index, error)
    }

    /// Without a full stop: it becomes part of a sentence.
    private static func text(of status: RTSPStatus, _ reason: String) -> String {
        let reason = reason.isEmpty ? status.reason : reason
        return "\(status.code) \(reason.hasSuffix(".") ? String(reason.dropLast()) : reason)"
    }
}
