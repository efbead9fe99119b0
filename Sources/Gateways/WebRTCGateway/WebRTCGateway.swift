import DTLS
import ICE
package import MediaPlane
package import Net
import SDP
import SFU
import WebRTC

/// WHIP and WHEP sessions on the media plane: negotiates each offer, opens the session on the worker where its path lives,
/// and keeps account of who is there.
package actor WebRTCGateway: SessionBroker {
    package nonisolated let plane: MediaPlane
    private let settings: GatewaySettings
    private var sessions: [SessionID: Entry] = [:]
    private var endings = EndingLog()
    private var cached: (time: ContinuousClock.Instant, streams: [StreamSummary])?
    private let halfOpen: HalfOpenSessions
    private var interfaces = InterfaceAddresses()
    private var random = BufferedRandom()

    /// What the gateway remembers of a session.
    private struct Entry {
        let path: StreamPath
        let role: SessionRole
        let worker: Int
        /// The address of ours that the session was asked for at.
        let local: SocketAddress?
        /// The first media section's identification tag.
        let mid: String?
        var localICE: ICECredentials
        var remoteUfrag: String

        /// Names the ICE generation (RFC 9725 §4.3.1).
        var entityTag: String { "\"\(localICE.ufrag)\"" }
    }

    /// Starts the media plane.
    /// - Parameters:
    ///   - tap: who reads streams' packets beside the workers.
    ///   - report: called for every event, in order, on no worker's thread: it may take its time. When it takes too much,
    ///     later events are left out.
    /// - Throws: `SocketError` or `DTLSError`.
    package init(
        settings: GatewaySettings, tap: PacketTap? = nil, report: @escaping @Sendable (MediaEvent) -> Void
    ) throws {
        // Ends of sessions are as many as sessions, and none may be missed.
        let (ends, endsContinuation) = AsyncStream.makeStream(of: MediaEvent.self)
        let (events, eventsContinuation) = AsyncStream.makeStream(
            of: MediaEvent.self, bufferingPolicy: .bufferingOldest(Self.reportedEvents))
        let halfOpen = HalfOpenSessions(
            maximum: settings.halfOpenSessions, maximumFromSource: settings.halfOpenSessionsPerSource)
        self.settings = settings
        self.halfOpen = halfOpen
        plane = try MediaPlane(settings: settings.media, identity: DTLSIdentity(), tap: tap) { event in
            halfOpen.note(event)
            eventsContinuation.yield(event)
            if case .closed = event { endsContinuation.yield(event) }
        }
        Task { for await event in events { report(event) } }
        Task { [weak self] in
            for await event in ends { await self?.handle(event) }
        }
    }

    private func handle(_ event: MediaEvent) {
        guard case .closed(let key, let path, let reason) = event else { return }
        let id = SessionID(text: key.text)
        guard let entry = sessions.removeValue(forKey: id), reason == .replaced else { return }
        // Who lost its path to somebody else should not take it back; whoever merely lost its connection may.
        endings.add(SessionEnding(path: path, role: entry.role, reason: reason.sentence), of: id)
    }

    /// Says goodbye to every peer and ends the media plane.
    package func shutdown() async {
        await plane.stop()
    }

    /// The UDP ports that media uses, one for each worker.
    package nonisolated var ports: [UInt16] { plane.workers.map(\.port) }

    // MARK: Opening

    package func publish(_ request: SessionRequest) async throws(SessionError) -> SessionAnswer {
        let key = try enter(request)
        let index = plane.directory.acquire(request.path)
        do throws(SessionError) {
            return try await publish(request, as: key, on: plane.workers[index])
        } catch {
            plane.directory.release(request.path)
            halfOpen.leave(key)
            throw error
        }
    }

    private func publish(
        _ request: SessionRequest, as key: SessionKey, on worker: Worker
    ) async throws(SessionError) -> SessionAnswer {
        let credentials = ICECredentials.random(using: &random)
        let answer: String
        let plan: PublishPlan
        do throws(NegotiationError) {
            (answer, plan) = try Negotiator.publish(
                offer: request.offer, local: transport(credentials, worker: worker, asked: request.local),
                using: &random)
        } catch {
            throw SessionError(error)
        }
        let opening = PublisherOpening(
            key: key, path: request.path, peer: try peer(credentials, plan.remote, plan.dtlsRole), tracks: plan.tracks,
            refusesWhenPublished: settings.refusesSecondPublisher)
        let entry = Entry(
            path: request.path, role: .publisher, worker: worker.index, local: request.local,
            mid: plan.tracks.first?.mid, localICE: credentials, remoteUfrag: plan.remote.ufrag)
        return try await open(key, answer, entry) { () async throws(OpenError) in try await worker.open(opening) }
    }

    package func play(_ request: SessionRequest) async throws(SessionError) -> SessionAnswer {
        let key = try enter(request)
        do throws(SessionError) {
            return try await play(request, as: key)
        } catch {
            halfOpen.leave(key)
            throw error
        }
    }

    private func play(_ request: SessionRequest, as key: SessionKey) async throws(SessionError) -> SessionAnswer {
        guard let home = plane.worker(of: request.path), let stream = await home.live(request.path) else {
            throw .nothingLive
        }
        let worker = plane.place(viewerOf: stream)
        let credentials = ICECredentials.random(using: &random)
        let answer: String
        let plan: PlayPlan
        do throws(NegotiationError) {
            (answer, plan) = try Negotiator.play(
                offer: request.offer, local: transport(credentials, worker: worker, asked: request.local),
                tracks: stream.offer, using: &random)
        } catch {
            throw SessionError(error)
        }
        let opening = ViewerOpening(
            key: key, stream: stream, peer: try peer(credentials, plan.remote, plan.dtlsRole), plan: plan)
        let entry = Entry(
            path: request.path, role: .subscriber, worker: worker.index, local: request.local,
            mid: plan.tracks.first?.mid, localICE: credentials, remoteUfrag: plan.remote.ufrag)
        return try await open(key, answer, entry) { () async throws(OpenError) in try await worker.open(opening) }
    }

    /// Names a session that is asked for, and counts it as half open until its worker reports it connected or closed.
    private func enter(_ request: SessionRequest) throws(SessionError) -> SessionKey {
        let key = SessionKey(text: RandomToken.make(using: &random))
        try halfOpen.enter(key, from: request.remote.ip)
        return key
    }

    /// Opens a session on its worker. It is noted before, so that its end cannot come before its beginning.
    private func open(
        _ key: SessionKey, _ answer: String, _ entry: Entry, on worker: () async throws(OpenError) -> Void
    ) async throws(SessionError) -> SessionAnswer {
        let id = SessionID(text: key.text)
        sessions[id] = entry
        do throws(OpenError) {
            try await worker()
        } catch {
            sessions[id] = nil
            throw SessionError(error)
        }
        return SessionAnswer(id: id, sdp: answer, entityTag: entry.entityTag)
    }

    private func transport(_ credentials: ICECredentials, worker: Worker, asked: SocketAddress?) -> LocalTransport {
        LocalTransport(
            ufrag: credentials.ufrag, password: credentials.password,
            fingerprint: plane.identity.fingerprint.description,
            candidates: CandidateAddresses.list(
                asked: asked?.ip, announced: settings.publicAddresses, interfaces: interfaces.list()
            ).map { SocketAddress(ip: $0, port: worker.port) })
    }

    private func peer(
        _ credentials: ICECredentials, _ remote: RemoteTransport, _ role: LocalDTLSRole
    ) throws(SessionError) -> PeerConfiguration {
        do throws(ICEError) {
            return PeerConfiguration(
                localICE: credentials,
                remoteICE: try ICECredentials(ufrag: remote.ufrag, password: remote.password),
                dtlsRole: role == .client ? .client : .server,
                remoteFingerprints: remote.fingerprints.compactMap { DTLSFingerprint(sdp: $0) })
        } catch {
            throw .malformedOffer(
                "The offer's ice-ufrag or ice-pwd is too short, too long, or has characters ICE does not allow.")
        }
    }

    // MARK: Amending and ending

    package func amend(
        _ id: SessionID, entityTag: String?, fragment text: String
    ) async throws(SessionError) -> SessionAmendment {
        guard var entry = sessions[id] else { throw .unknownSession }
        guard let entityTag else { throw .entityTagRequired }
        guard entityTag == "*" || entityTag == "\"*\"" || entityTag == entry.entityTag else { throw .entityTagStale }
        let fragment: TrickleFragment
        do throws(SDPError) {
            fragment = try TrickleFragment(parsing: text)
        } catch {
            throw .malformedFragment(error.description)
        }
        guard let ufrag = fragment.ufrag, ufrag != entry.remoteUfrag else {
            // As an ICE lite agent we send no checks, so that a peer's candidates tell us nothing that its checks will not.
            return .trickled
        }
        guard let password = fragment.password else {
            throw .malformedFragment("The fragment has a new ice-ufrag, but no ice-pwd beside it.")
        }
        let remote: ICECredentials
        do throws(ICEError) {
            remote = try ICECredentials(ufrag: ufrag, password: password)
        } catch {
            throw .malformedFragment("The fragment's ice-ufrag or ice-pwd has a wrong length or wrong characters.")
        }
        let local = ICECredentials.random(using: &random)
        entry.localICE = local
        entry.remoteUfrag = ufrag
        // Before anything else may happen: the tag that was given is good for one restart.
        sessions[id] = entry
        let worker = plane.workers[entry.worker]
        guard await worker.restartICE(SessionKey(text: id.text), local: local, remote: remote) else {
            throw .unknownSession
        }
        let answer = transport(local, worker: worker, asked: entry.local).restartFragment(mid: entry.mid)
        return .restarted(fragment: answer.print(), entityTag: entry.entityTag)
    }

    package func end(_ id: SessionID) async -> Bool {
        guard let entry = sessions.removeValue(forKey: id) else { return false }
        return await plane.workers[entry.worker].close(SessionKey(text: id.text), .deleted)
    }

    // MARK: Showing

    package func session(_ id: SessionID) async -> SessionSummary? {
        guard let entry = sessions[id] else { return nil }
        let state = await plane.workers[entry.worker].session(SessionKey(text: id.text))
        return SessionSummary(
            id: id, path: entry.path, role: entry.role, state: state?.phase ?? "closed", remote: state?.remote)
    }

    package func ending(of id: SessionID) async -> SessionEnding? {
        endings[id]
    }

    package func streams() async -> [StreamSummary] {
        // Anybody may ask, so the workers are asked no oftener than twice a second.
        let now = ContinuousClock.now
        if let cached, cached.time.duration(to: now) < Self.streamsInterval { return cached.streams }
        let streams = await plane.streams().map(StreamSummary.init).sorted { $0.path.text < $1.path.text }
        cached = (now, streams)
        return streams
    }

    package func metrics() async -> String {
        MetricsPage.render(await plane.state(), cipher: settings.media.cipherEngine) + halfOpen.exposition
    }

    /// Sessions whose peer has not proved itself yet, those of loopback aside.
    var halfOpenCount: Int { halfOpen.count }

    /// Events that wait to be reported.
    private static let reportedEvents = 4_096
    private static let streamsInterval = Duration.milliseconds(500)
}

/// What an operator may set about WebRTC sessions.
package struct GatewaySettings: Sendable {
    package var media: MediaSettings
    /// Addresses to announce besides the machine's own: the public side of a NAT, a container's host.
    package var publicAddresses: [IPAddress]
    /// Whether a path that has a publisher refuses another.
    package var refusesSecondPublisher: Bool
    /// Sessions at a time whose peer has not connected yet, in all.
    package var halfOpenSessions: Int
    /// The same, of one source.
    package var halfOpenSessionsPerSource: Int

    package init(
        media: MediaSettings, publicAddresses: [IPAddress] = [], refusesSecondPublisher: Bool = false,
        halfOpenSessions: Int = 1_000, halfOpenSessionsPerSource: Int = 256
    ) {
        self.media = media
        self.publicAddresses = publicAddresses
        self.refusesSecondPublisher = refusesSecondPublisher
        self.halfOpenSessions = halfOpenSessions
        self.halfOpenSessionsPerSource = halfOpenSessionsPerSource
    }
}
