import Bytes
package import Net

/// A client's side of an RTSP connection that plays from a server, such as a camera, or publishes to one, such as a
/// player that listens (RFC 2326).
///
/// After each call that changes it, the caller sends what ``takeOutput()`` gives and arms a timer for ``deadline``. The
/// first output is there from the beginning. Output is whole messages, so between two of them a publisher may send
/// interleaved frames of its own. The machine asks for one thing after the other; between `described` or `announced`
/// and the answer to it the caller may take as long as it needs. When a method throws, the connection is to be closed.
///
/// Cameras differ from the specification, and these differences are taken: no `CSeq` in an answer, no `timeout` of a
/// session, no `Content-Base`, no or half a `Transport`, other channels than were asked for, packets before the answer
/// to PLAY, servers that do not know OPTIONS.
package struct RTSPClientConnection: Sendable {
    let url: RTSPURL
    let plan: RTSPClientPlan
    var phase = Phase.opening
    /// The request that waits for its answer. One is sent at a time.
    var exchange: Exchange?
    var tracks: [RTSPClientTrack] = []
    /// The URL of the session as a whole.
    var control: String
    var session: SessionHeader?
    /// How to log in; nil until the server asks for it.
    var authentication: RTSPClientAuthentication?
    /// What keeps the session; nil where the server has nothing for it.
    var keepAliveMethod: RTSPMethod? = .options
    /// When to say that we are still there; nil before the session runs.
    var keepAliveAt: Instant?
    /// Channels that interleaved packets are taken from.
    var channels: Set<UInt8> = []
    var reader = RTSPReader()
    var output: [UInt8] = []
    var heardAt: Instant
    private var sequence: UInt32 = 0
    /// Client nonces only have to differ (RFC 7616 §5.12 asks for more of them than servers of RTSP do), so a seed that
    /// was drawn once will do.
    private var filler: SplitMix64

    /// How far it is.
    enum Phase: Equatable, Sendable {
        /// Up to the answer to DESCRIBE or ANNOUNCE.
        case opening
        /// Which tracks to set up is asked.
        case choosing
        case settingUp(track: Int)
        /// Up to the answer to PLAY or RECORD.
        case starting
        case running
        /// Failed, or at an end.
        case over
    }

    struct Exchange: Sendable {
        let request: RTSPRequest
        let sequence: UInt32
        let sentAt: Instant
        /// Whether it was sent a second time, in answer to a challenge.
        let isRepeated: Bool
    }

    /// - Parameters:
    ///   - url: with the credentials, where there are some.
    ///   - random: drawn from once.
    ///   - now: when the TCP (and TLS) connection to the server was there.
    package init(url: RTSPURL, plan: RTSPClientPlan, random: inout some RandomNumberGenerator, now: Instant) {
        self.url = url
        self.plan = plan
        control = url.text
        heardAt = now
        filler = SplitMix64(seed: random.next())
        send(.options, url.text, now: now)
    }

    /// Takes bytes of the server and appends what they mean. Ranges of ``buffer`` given out before mean nothing any
    /// more.
    /// - Throws: ``RTSPError`` for what no connection survives. The events before the fault are in `events`.
    package mutating func receive(
        _ bytes: Span<UInt8>, now: Instant, into events: inout [RTSPClientEvent]
    ) throws(RTSPError) {
        guard phase != .over else { return }
        heardAt = now
        reader.receive(bytes)
        while phase != .over, let item = try nextItem() {
            switch item {
            case .media(let channel, let range):
                if channels.contains(channel) { events.append(.media(channel: channel, range)) }
            case .response(let response): take(response, now: now, into: &events)
            case .request(let request): answer(request, into: &events)
            }
        }
    }

    /// Answers ``RTSPClientEvent/described(contentBase:description:)`` or ``RTSPClientEvent/announced(contentBase:)``:
    /// sets tracks up and then plays or records. Does nothing unless that is the question.
    /// - Parameters:
    ///   - tracks: in the order in which they are asked for; with none there is nothing to do but ``end(now:)``.
    ///   - control: the URL of the whole.
    package mutating func setUp(_ tracks: [RTSPClientTrack], control: String, now: Instant) {
        guard phase == .choosing, !tracks.isEmpty else { return }
        self.tracks = tracks
        self.control = control
        sendSetup(track: 0, now: now)
    }

    /// Says that media or RTCP of the session came over UDP.
    package mutating func noteActivity(now: Instant) { heardAt = now }

    /// Ends the session in good order; close the connection after the output was sent.
    package mutating func end(now: Instant) {
        guard phase != .over else { return }
        if session != nil { send(.teardown, control, now: now) }
        phase = .over
    }

    /// Keeps the session; says why the connection is to be closed if it is.
    package mutating func handleTimeout(now: Instant) -> RTSPClientFailure? {
        guard now >= deadline else { return nil }
        if let exchange {
            // A camera that sends media is there, whether it answers signs of life or not.
            guard phase == .running, heardAt > exchange.sentAt else {
                phase = .over
                return .noAnswer(exchange.request.method)
            }
            self.exchange = nil
        } else if let keepAliveMethod {
            send(keepAliveMethod, control, now: now)
        }
        return nil
    }

    /// Bytes for the server, which are the caller's from here on.
    package mutating func takeOutput() -> [UInt8] {
        defer { output = [] }
        return output
    }

    /// When to call ``handleTimeout(now:)`` next.
    package var deadline: Instant {
        if phase == .over { return .distantFuture }
        return exchange?.sentAt.advanced(by: RTSPTiming.answerLimit) ?? keepAliveAt ?? .distantFuture
    }

    /// Whether a question is open.
    package var isWaiting: Bool { phase == .choosing }

    /// The bytes that the ranges of ``RTSPClientEvent/media(channel:_:)`` are of. Whoever keeps them makes the next
    /// call copy them.
    package var buffer: [UInt8] { reader.buffer }

    /// Sends a request, whose answer is waited for.
    mutating func send(
        _ method: RTSPMethod, _ url: String, headers: RTSPHeaders = RTSPHeaders(), body: [UInt8] = [], now: Instant
    ) {
        send(RTSPRequest(method, url: url, headers: headers, body: body), isRepeated: false, now: now)
    }

    /// - Parameter request: without the fields that all requests have.
    mutating func send(_ request: RTSPRequest, isRepeated: Bool, now: Instant) {
        sequence &+= 1
        exchange = Exchange(request: request, sequence: sequence, sentAt: now, isRepeated: isRepeated)
        var headers: RTSPHeaders = ["CSeq": "\(sequence)", "User-Agent": Self.name]
        if let session { headers.add("Session", session.id) }
        if let value = authentication?.authorization(for: request.method, url: request.url, using: &filler) {
            headers.add("Authorization", value)
        }
        for field in request.headers.fields { headers.add(field.name, field.value) }
        RTSPRequest(request.method, url: request.url, headers: headers, body: request.body).write(into: &output)
        if phase == .running { keepAliveAt = now.advanced(by: keepAliveInterval) }
    }

    private mutating func nextItem() throws(RTSPError) -> RTSPItem? {
        do { return try reader.next() } catch {
            phase = .over
            throw error
        }
    }

    /// Half of what the server waits, so that one may get lost.
    var keepAliveInterval: Duration {
        let timeout = session?.timeout.map { Duration.seconds($0) } ?? RTSPTiming.sessionTimeout
        return max(timeout, RTSPTiming.shortestSessionTimeout) / 2
    }

    private static let name = "Turnout"
}
