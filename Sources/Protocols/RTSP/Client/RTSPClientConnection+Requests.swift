import Net

/// What is asked of the server, one thing after the other, and what its own requests do.
extension RTSPClientConnection {
    /// What follows OPTIONS, whatever came of it.
    mutating func sendOpening(now: Instant) {
        switch plan {
        case .play: send(.describe, url.text, headers: ["Accept": Self.descriptionType], now: now)
        case .publish(let description):
            let headers: RTSPHeaders = ["Content-Type": Self.descriptionType]
            send(.announce, url.text, headers: headers, body: description, now: now)
        }
    }

    /// - Parameter track: one that there is.
    mutating func sendSetup(track: Int, now: Instant) {
        phase = .settingUp(track: track)
        var transport = tracks[track].transport
        // A player's goes without saying, and some cameras stumble over it.
        transport.mode = plan == .play ? nil : .record
        send(.setup, tracks[track].url, headers: ["Transport": transport.text], now: now)
    }

    mutating func sendStart(now: Instant) {
        phase = .starting
        let headers: RTSPHeaders = ["Range": "npt=0.000-"]
        send(plan == .play ? .play : .record, control, headers: headers, now: now)
    }

    /// A server asks little of its clients (RFC 2326 §10).
    mutating func answer(_ request: RTSPRequest, into events: inout [RTSPClientEvent]) {
        switch request.method {
        case .options: respond(.ok, to: request, headers: ["Public": Self.methods.text])
        case .getParameter, .setParameter:
            respond(request.body.isEmpty ? .ok : .parameterNotUnderstood, to: request)
        case .teardown:
            respond(.ok, to: request)
            phase = .over
            events.append(.ended)
        case .redirect:
            respond(.ok, to: request)
            phase = .over
            events.append(request.headers["Location"].map { .redirected(url: $0) } ?? .ended)
        default: respond(.notImplemented, to: request)
        }
    }

    private mutating func respond(_ status: RTSPStatus, to request: RTSPRequest, headers: RTSPHeaders = RTSPHeaders()) {
        var all = RTSPHeaders()
        if let sequence = request.sequence { all.add("CSeq", "\(sequence)") }
        if let session { all.add("Session", session.id) }
        for field in headers.fields { all.add(field.name, field.value) }
        RTSPResponse(status, headers: all).write(into: &output)
    }

    private static let descriptionType = "application/sdp"
    private static let methods = PublicHeader([.options, .getParameter, .setParameter, .teardown, .redirect])
}
