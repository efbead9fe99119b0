import Codecs
import FramePlane
import GatewaySupport
import MediaPlane
import NIOCore
import Net
import RTSP
import SFU

/// Playing there, and publishing here.
extension LinkConnection {
    func takeDescription(_ description: [UInt8], base contentBase: String) {
        let described: AnnouncedStream
        do throws(AnnouncementError) {
            described = try AnnouncedStream(body: description)
        } catch {
            switch error {
            case .tooLarge(let problem): return finish(.failed(.unusable("\(problem)")))
            case .noTracks(let omissions):
                return finish(
                    .failed(
                        .unusable(
                            omissions.first.map { "\($0)" }
                                ?? "The server's stream has no audio, video or data over RTP."
                        )))
            }
        }
        report(described.omissions)
        base = contentBase
        for (index, track) in described.tracks.enumerated() where !plan.omitted.contains(index) {
            tracks.append(
                LinkTrack(
                    index: index, format: track.format, url: RTSPURL.control(track.control ?? "", base: contentBase),
                    transport: TransportSpecification(.tcp)))
        }
        guard !tracks.isEmpty else { return finish(.failed(.unusable("The server refuses all of its tracks."))) }
        setUp(control: RTSPURL.control(described.control ?? "", base: contentBase))
    }

    private func report(_ omissions: [Omission]) {
        guard !omissions.isEmpty else { return }
        let sentences = omissions.prefix(Self.omissionsShown).map { "\($0)" }
        services.report(
            .unusable(sentences.joined(separator: " ")), session: session.id, remote: session.remote,
            path: plan.link.path.text)
    }

    /// Of what of a description is passed over (our choice), for one line of the log.
    private static let omissionsShown = 4

    // MARK: Publishing

    /// The server plays.
    func openPull(_ information: RTPInfoHeader?) {
        work = .opening(information)
        setReading(false)
        let client = FrameClient(session: session.id, protocolName: "rtsp", remote: session.remote)
        let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let (exchange, eventLoop, path) = (services.exchange, channel.eventLoop, plan.link.path)
        Task {
            let result: Result<any PacketSink, FramePlaneError>
            do throws(FramePlaneError) {
                // It comes again and again by itself, so it never takes a path from somebody.
                let sink = try await exchange.publish(path, as: client, refusesWhenPublished: true) { end in
                    eventLoop.execute { connection.value.finish(.failed(.ended(end.sentence))) }
                }
                result = .success(sink)
            } catch {
                result = .failure(error)
            }
            eventLoop.execute { connection.value.openedPull(result) }
        }
    }

    private func openedPull(_ result: Result<any PacketSink, FramePlaneError>) {
        switch (work, result) {
        case (.opening, .failure(let error)):
            finish(.failed(.unavailable(error.sentence)))
        case (.opening(let information), .success(let sink)):
            begin(sink, information)
        case (_, .success(let sink)):
            sink.end()
        case (_, .failure):
            break
        }
    }

    private func begin(_ sink: any PacketSink, _ information: RTPInfoHeader?) {
        let publisher = RTSPPublisher(
            tracks.map(\.format), sources: tracks.map(\.transport.ssrc), to: sink, counters: services.counters,
            cname: session.id, now: .now, random: &random)
        if let information {
            for beginning in tracks.beginnings(information, base: base) {
                publisher.align(track: beginning.track, rtpTime: beginning.timestamp)
            }
        }
        work = .pulling(publisher)
        watch = MediaWatch(now: .now)
        session.begin(.pull, plan.link.path.text, plan.transport) { publisher.summaries }
        let time = services.clocks()
        for packet in early {
            guard let (track, isControl) = tracks.track(onChannel: packet.channel) else { continue }
            publisher.receive(packet.bytes.span, track: track, isControl: isControl, at: time)
        }
        early = []
        publisher.flush(at: time)
        sockets?.begin(publisher, at: time)
        tellProgress()
        setReading(true)
    }

    /// Tells the server how its packets arrive, and sees whether they still do.
    func look(after publisher: RTSPPublisher) {
        for (track, report) in publisher.advance(at: services.clocks()) where tracks.indices.contains(track) {
            if let sockets {
                sockets.send(report, track: track, isControl: true, from: localAddress)
            } else if let (_, rtcp) = tracks[track].channels {
                send(RTSPFrameHeader.frame(report, channel: rtcp))
            }
        }
        watch.note(packets: publisher.totals.packets, now: .now)
        let silence = watch.silence(at: .now)
        if publisher.hasGoodbyes, silence >= timing.goodbye { return finish(.streamEnded) }
        if !watch.hasMedia, plan.transport == .udp, !plan.alternatives.isEmpty {
            if silence >= timing.transportPatience { finish(.transportFailed(.silent)) }
        } else if silence >= timing.silence {
            finish(watch.hasMedia ? .failed(.silent) : .transportFailed(.silent))
        }
    }
}

/// Notices whether media comes.
struct MediaWatch {
    private var packets = 0
    /// When the last was seen.
    private var seen: Instant
    private var heard: Instant?

    /// - Parameter now: when media is waited for.
    init(now: Instant) {
        seen = now
    }

    /// Whether any came.
    var hasMedia: Bool { packets > 0 }

    /// - Parameter packets: that came so far.
    mutating func note(packets: Int, now: Instant) {
        guard packets != self.packets else { return }
        self.packets = packets
        seen = now
    }

    /// How long nothing has come.
    func silence(at now: Instant) -> Duration { seen.duration(to: now) }

    /// Whether a time at which the server was heard is news.
    mutating func hears(at time: Instant) -> Bool {
        guard heard.map({ time > $0 }) ?? true else { return false }
        heard = time
        return true
    }
}
