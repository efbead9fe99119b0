import Net

/// What the server's answers do.
extension RTSPClientConnection {
    mutating func take(_ response: RTSPResponse, now: Instant, into events: inout [RTSPClientEvent]) {
        // Some cameras leave the number out; an answer with another number is a late one.
        guard let exchange, response.sequence ?? exchange.sequence == exchange.sequence, response.status.code >= 200
        else { return }
        self.exchange = nil
        if let text = response.headers["Session"], let session = try? SessionHeader(parsing: text) {
            self.session = SessionHeader(id: session.id, timeout: session.timeout ?? self.session?.timeout)
        }
        if response.status == .unauthorized {
            logIn(response, exchange, now: now, into: &events)
        } else if response.status.isRedirection, let url = response.headers["Location"] {
            phase = .over
            events.append(.redirected(url: url))
        } else if response.status.isSuccess {
            goOn(response, exchange, now: now, into: &events)
        } else {
            refuse(response, exchange, now: now, into: &events)
        }
    }

    /// Sends the request again, as somebody. What was refused twice is refused; a nonce that has expired is another
    /// matter the next time.
    private mutating func logIn(
        _ response: RTSPResponse, _ exchange: Exchange, now: Instant, into events: inout [RTSPClientEvent]
    ) {
        let challenges = response.headers.values("WWW-Authenticate")
        guard !exchange.isRepeated, let credentials = url.credentials,
            let authentication = RTSPClientAuthentication(challenges, credentials: credentials)
        else { return fail(.unauthorized(hasCredentials: url.credentials != nil), &events) }
        self.authentication = authentication
        send(exchange.request, isRepeated: true, now: now)
    }

    private mutating func goOn(
        _ response: RTSPResponse, _ exchange: Exchange, now: Instant, into events: inout [RTSPClientEvent]
    ) {
        switch (exchange.request.method, phase) {
        case (.options, .opening):
            let methods = PublicHeader(parsing: response.headers.values("Public").joined(separator: ",")).methods
            keepAliveMethod = keepAlive(of: methods)
            sendOpening(now: now)
        case (.describe, _):
            guard !response.body.isEmpty else { return fail(.unusableAnswer(.describe), &events) }
            phase = .choosing
            events.append(.described(contentBase: contentBase(of: response), description: response.body))
        case (.announce, _):
            phase = .choosing
            events.append(.announced(contentBase: url.text))
        case (.setup, .settingUp(let track)): setUp(track, response, now: now, into: &events)
        case (.play, .starting):
            run(now: now)
            let range = response.headers["Range"].flatMap { try? RangeHeader(parsing: $0) }
            let information = response.headers["RTP-Info"].flatMap { try? RTPInfoHeader(parsing: $0) }
            events.append(.playing(range: range, information: information))
        case (.record, .starting):
            run(now: now)
            events.append(.recording)
        default: break
        }
    }

    private mutating func refuse(
        _ response: RTSPResponse, _ exchange: Exchange, now: Instant, into events: inout [RTSPClientEvent]
    ) {
        let method = exchange.request.method
        switch (response.status, phase) {
        case (.sessionNotFound, .settingUp), (.sessionNotFound, .starting), (.sessionNotFound, .running):
            fail(.sessionLost, &events)
        // A sign of life that the server does not know is one nevertheless; OPTIONS is known to all.
        case (_, .running): keepAliveMethod = .options
        // What the server knows, it will say when it is asked for it.
        case (_, .opening) where method == .options: sendOpening(now: now)
        case (.unsupportedTransport, _): fail(.transportRefused, &events)
        default: fail(.refused(method, response.status, reason: response.reason), &events)
        }
    }

    private mutating func setUp(
        _ track: Int, _ response: RTSPResponse, now: Instant, into events: inout [RTSPClientEvent]
    ) {
        let offered = tracks[track].transport
        let text = response.headers["Transport"] ?? ""
        var transport = (try? TransportHeader(parsing: text))?.specifications.first ?? offered
        guard transport.carrier == offered.carrier else { return fail(.transportRefused, &events) }
        transport.interleaved = transport.interleaved ?? offered.interleaved
        transport.clientPort = transport.clientPort ?? offered.clientPort
        if transport.carrier == .tcp, let pair = transport.interleaved { channels.formUnion(pair.channels) }
        events.append(.setUp(track: track, transport))
        if track + 1 < tracks.count {
            sendSetup(track: track + 1, now: now)
        } else {
            sendStart(now: now)
        }
    }

    private mutating func run(now: Instant) {
        phase = .running
        keepAliveAt = keepAliveMethod == nil ? nil : now.advanced(by: keepAliveInterval)
    }

    /// GET_PARAMETER is what all take where they have it. A server that takes what we publish, such as ffmpeg
    /// listening, may know no request for it, and be content with media.
    private func keepAlive(of methods: [RTSPMethod]) -> RTSPMethod? {
        if methods.contains(.getParameter) { return .getParameter }
        return plan == .play || methods.contains(.options) ? .options : nil
    }

    /// Where it is no URL, as cameras write such, that of the request counts (RFC 2326 §C.1.1).
    private func contentBase(of response: RTSPResponse) -> String {
        let said = [response.headers["Content-Base"], response.headers["Content-Location"]]
        return said.compactMap(\.self).first { RTSPURL($0) != nil } ?? url.text
    }

    private mutating func fail(_ failure: RTSPClientFailure, _ events: inout [RTSPClientEvent]) {
        phase = .over
        events.append(.failed(failure))
    }
}
