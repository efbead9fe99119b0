package import Net

/// What the server says to the questions among the events. Each does nothing unless its question is open.
extension RTSPServerConnection {
    /// Says what there is to play.
    /// - Parameters:
    ///   - description: SDP.
    ///   - contentBase: the URL that the tracks' are relative to, with a slash at its end.
    package mutating func acceptDescribe(_ description: [UInt8], contentBase: String) {
        guard case .describe = pending?.kind else { return }
        answer(
            .ok, headers: ["Content-Base": contentBase, "Content-Type": "application/sdp"],
            body: description)
    }

    /// Consents to ANNOUNCE, RECORD, GET_PARAMETER or SET_PARAMETER.
    package mutating func accept() {
        switch pending?.kind {
        case .announce:
            isAnnounced = true
            answer(.ok)
        case .record:
            startDeadline = nil
            session?.state = .recording
            answer(.ok)
        // There are no parameters here; an empty request is but a sign of life (RFC 2326 §10.8).
        case .parameters(let areEmpty): answer(areEmpty ? .ok : .parameterNotUnderstood)
        default: break
        }
    }

    /// The channels for packets of a track that is to be interleaved: those that its SETUP offered, unless they are
    /// taken, else the lowest that are free. Nil when there are none.
    package func freeChannels(for offer: TransportSpecification) -> TransportPair<UInt8>? {
        let taken = session?.tracks.compactMap(\.channels) ?? []
        let lowest = stride(from: UInt8.min, to: .max, by: 2).lazy.map { TransportPair($0, $0 + 1) }
        return (CollectionOfOne(offer.interleaved).compactMap(\.self) + lowest).first { pair in
            // Others are legal, and nobody asks for them.
            pair.first < .max && pair.second == pair.first + 1 && !taken.contains { $0.overlaps(pair.channels) }
        }
    }

    /// Sets a track up.
    /// - Parameter transport: the one of those offered that is used, with what the server adds to it. Channels of
    ///   interleaved packets are the session's from here on.
    package mutating func acceptSetup(_ transport: TransportSpecification) {
        guard case .setup(let url) = pending?.kind else { return }
        if session == nil { session = RTSPServerSession(isRecording: isAnnounced) }
        let channels = transport.carrier == .tcp ? transport.interleaved?.channels : nil
        if channels != nil { hasInterleaved = true }
        session?.add(url: url, channels: channels)
        answer(.ok, headers: ["Transport": transport.text])
    }

    /// Lets a player play: what the caller writes from here on, behind the output, it takes for media.
    /// - Parameters:
    ///   - range: what is going to be played.
    ///   - information: where the packets of each track begin; nil when nobody knows yet.
    package mutating func acceptPlay(range: RangeHeader, information: RTPInfoHeader?) {
        guard case .play(let isScaled) = pending?.kind else { return }
        startDeadline = nil
        session?.state = .playing
        var headers: RTSPHeaders = ["Range": range.text]
        if isScaled { headers.add("Scale", "1") }
        if let information { headers.add("RTP-Info", information.text) }
        answer(.ok, headers: headers)
    }

    /// Says that none of the transports a SETUP offered is served.
    package mutating func refuseTransport() {
        guard case .setup = pending?.kind else { return }
        answer(.unsupportedTransport)
    }

    /// Refuses; the client may ask for something else.
    /// - Parameter reason: for the person at the other end, on the status line, which players show; nil for that of the
    ///   specification.
    package mutating func refuse(_ status: RTSPStatus, reason: String? = nil) {
        guard pending != nil else { return }
        answer(status, reason: reason)
    }

    /// Asks who the client is; it comes again on the same connection with an answer to it.
    /// - Parameter random: a new nonce is drawn from it where the present one has expired.
    package mutating func challenge(now: Instant, using random: inout some RandomNumberGenerator) {
        guard let pending else { return }
        if pending.isStale {
            challenge = RTSPChallenge(
                realm: challenge.realm, offersBasic: offersBasic, now: now, using: &random)
        }
        var headers = RTSPHeaders()
        for field in challenge.fields(isStale: pending.isStale) { headers.add("WWW-Authenticate", field) }
        answer(.unauthorized, headers: headers)
    }

    /// Answers the open question, which is none any more.
    private mutating func answer(
        _ status: RTSPStatus, reason: String? = nil, headers: RTSPHeaders = RTSPHeaders(), body: [UInt8] = []
    ) {
        guard let sequence = pending?.sequence else { return }
        pending = nil
        respond(status, to: sequence, reason: reason, headers: headers, body: body)
    }

    /// Sends a response.
    /// - Parameter sequence: nil when the request had none.
    mutating func respond(
        _ status: RTSPStatus, to sequence: UInt32?, reason: String? = nil, headers: RTSPHeaders = RTSPHeaders(),
        body: [UInt8] = []
    ) {
        var all = RTSPHeaders()
        if let sequence { all.add("CSeq", "\(sequence)") }
        all.add("Server", Self.name)
        if session != nil, status != .sessionNotFound { all.add("Session", sessionHeader.text) }
        for field in headers.fields { all.add(field.name, field.value) }
        RTSPResponse(status, reason: reason, headers: all, body: body).write(into: &output)
    }

    private var sessionHeader: SessionHeader {
        SessionHeader(id: sessionID, timeout: UInt32(clamping: RTSPTiming.sessionTimeout.components.seconds))
    }

    private static let name = "Turnout"
}

extension TransportPair<UInt8> {
    /// The channels of RTP and RTCP. Where one is named, the next is RTCP's.
    var channels: ClosedRange<UInt8> {
        let next = second ?? (first == .max ? first : first + 1)
        return min(first, next)...max(first, next)
    }
}
