import FramePlane
import GatewaySupport
import MediaPlane
import NIOCore
import Net
import RTSP
import SFU

/// ANNOUNCE, SETUP and RECORD.
extension ServerConnection {
    func announce(_ body: [UInt8], _ path: StreamPath, _ target: RequestTarget) {
        let announced: AnnouncedStream
        do throws(AnnouncementError) {
            announced = try AnnouncedStream(body: body)
        } catch {
            switch error {
            case .tooLarge(let problem): return refuse(.requestEntityTooLarge, "\(problem)")
            case .noTracks(let omissions):
                return refuse(
                    .unsupportedMediaType,
                    omissions.first.map { "\($0)" } ?? "The announcement has no audio, video or data over RTP.")
            }
        }
        if let former = endWork() { report(.ended("The client announced something else."), path: former) }
        work = .publishing(
            Publishing(path: path, name: target.name, base: target.base, announced: announced))
        if !announced.omissions.isEmpty {
            let sentences = announced.omissions.prefix(Self.omissionsShown).map { "\($0)" }
            report(.unusable(sentences.joined(separator: " ")), path: path.text)
        }
        machine.accept()
        proceed()
    }

    func setUpPublishing(_ request: RTSPSetupRequest, _ url: String, _ path: StreamPath) {
        guard case .publishing(var publishing) = work, publishing.path == path else {
            return refuse(.methodNotValidInThisState, "Nothing was announced.")
        }
        guard publishing.publisher == nil else {
            return refuse(.methodNotValidInThisState, "It records; tracks are set up before that.")
        }
        guard let index = publishing.index(of: url) else {
            return refuse(.notFound, "That track is set up already, or all announced ones are.")
        }
        let choice = RouteChoice(
            services: services, peer: peer, isSecure: isSecure, former: publishing.tracks.first?.route.transport)
        guard let offer = choice.choose(request.transports, mode: .record), let (route, answer) = route(offer, choice)
        else {
            machine.refuseTransport()
            return proceed()
        }
        publishing.tracks.append(Publishing.Track(index: index, route: route, source: offer.ssrc))
        work = .publishing(publishing)
        machine.acceptSetup(answer)
        proceed()
    }

    /// The way that a unicast offer leads, and what it is answered with.
    func route(_ offer: TransportSpecification, _ choice: RouteChoice) -> (TrackRoute, TransportSpecification)? {
        // Of what was offered, what is kept: packets go to nobody but who asks.
        var answer = TransportSpecification(offer.carrier, .unicast)
        (answer.mode, answer.ssrc) = (offer.mode, offer.ssrc)
        switch choice.transport(of: offer) {
        case .tcp?:
            guard let channels = machine.freeChannels(for: offer), let control = channels.second else { return nil }
            answer.interleaved = channels
            return (.interleaved(rtp: channels.first, rtcp: control), answer)
        case .udp?:
            guard let (rtp, rtcp) = choice.addresses(of: offer), let ports = services.ports else { return nil }
            answer.clientPort = TransportPair(rtp.port, rtcp.port)
            answer.serverPort = TransportPair(ports.rtp.port, ports.rtcp.port)
            return (.udp(rtp: rtp, rtcp: rtcp), answer)
        case .multicast?, nil:
            return nil
        }
    }

    /// The client's address.
    var peer: IPAddress? { channel.remoteAddress?.hostAddress }

    // MARK: Recording

    func record(_ path: StreamPath) {
        guard case .publishing(let publishing) = work, publishing.path == path else {
            return refuse(.methodNotValidInThisState, "There is nothing to record.")
        }
        guard publishing.publisher == nil else {
            // It goes on after a pause.
            machine.accept()
            return proceed()
        }
        let client = FrameClient(session: session.id, protocolName: "rtsp", remote: session.remote)
        let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let (services, eventLoop) = (services, channel.eventLoop)
        Task {
            let result: Result<any PacketSink, FramePlaneError>
            do throws(FramePlaneError) {
                let sink = try await services.exchange.publish(
                    path, as: client, refusesWhenPublished: services.settings.refusesSecondPublisher
                ) { end in
                    eventLoop.execute { connection.value.publicationEnded(end, path) }
                }
                result = .success(sink)
            } catch {
                result = .failure(error)
            }
            eventLoop.execute { connection.value.published(result, path) }
        }
    }

    private func published(_ result: Result<any PacketSink, FramePlaneError>, _ path: StreamPath) {
        guard !isClosing, case .publishing(var publishing) = work, publishing.publisher == nil else {
            if case .success(let sink) = result { sink.end() }
            return
        }
        let sink: any PacketSink
        switch result {
        case .success(let made): sink = made
        case .failure(let error): return refuse(error.status, error.sentence)
        }
        let formats = publishing.tracks.map { publishing.announced.tracks[$0.index].format }
        let publisher = RTSPPublisher(
            formats, sources: publishing.tracks.map(\.source), to: sink, counters: services.counters,
            cname: session.id, now: .now, random: &random)
        publishing.publisher = publisher
        work = .publishing(publishing)
        for route in publishing.routes { services.ports?.register(route, to: publisher) }
        let transport = publishing.tracks.first?.route.transport ?? .tcp
        session.begin(.publisher, path.text, transport) { publisher.summaries }
        report(.publishing(formats, transport), path: path.text)
        startTicking(every: RTSPGatewayLimits.publisherInterval)
        machine.accept()
        proceed()
    }

    private func publicationEnded(_ end: PublicationEnd, _ path: StreamPath) {
        guard case .publishing(let publishing) = work, publishing.path == path, publishing.publisher != nil else {
            return
        }
        close(.ended(end.sentence))
    }

    /// Tells the publisher how its packets arrive.
    func sendReports(of publishing: Publishing) {
        guard let publisher = publishing.publisher else { return }
        for (track, report) in publisher.advance(at: services.clocks()) {
            guard publishing.tracks.indices.contains(track) else { continue }
            switch publishing.tracks[track].route {
            case .interleaved(_, let rtcp):
                send(RTSPFrameHeader.frame(report, channel: rtcp))
            case .udp(_, let rtcp):
                report.withUnsafeBytes { bytes in
                    _ = services.ports?.rtcp.send(bytes, as: .other, to: Destination(peer: rtcp, from: localAddress))
                }
            case .multicast: break
            }
        }
    }

    /// The address of ours that the client connected to, from which it expects everything else.
    var localAddress: IPAddress? { channel.localAddress?.hostAddress }

    /// Of what of an announcement is passed over (our choice), for one line of the log.
    private static let omissionsShown = 4
}

extension RTSPFrameHeader {
    /// One interleaved packet (RFC 2326 §10.12).
    static func frame(_ packet: [UInt8], channel: UInt8) -> [UInt8] {
        var bytes: [UInt8] = []
        write(channel: channel, payload: UInt16(clamping: packet.count), into: &bytes)
        return bytes + packet
    }
}
