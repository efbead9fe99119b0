import Bytes
package import Net

/// A server's side of an RTSP connection (RFC 2326, and of RFC 7826 what players of it do): requests, a session, and
/// packets interleaved with them.
///
/// After each call that changes it, the caller sends what ``takeOutput()`` gives and arms a timer for ``deadline``.
/// Output is whole messages, so between two of them the caller may send interleaved frames of its own. A question among
/// the events (``RTSPServerEvent``) stops the machine, which keeps what follows until the answer; after the answer the
/// caller calls ``proceed(now:into:)``, which brings the events that were waiting. One question is open at a time, so
/// requests are answered in their order. When a method throws, the connection is to be closed after its output was
/// sent.
///
/// A connection has one session at a time. What a session loses, its client learns by the end of the connection: no
/// player knows a message for it.
package struct RTSPServerConnection: Sendable {
    var reader = RTSPReader()
    var output: [UInt8] = []
    var session: RTSPServerSession?
    /// Whether an ANNOUNCE was accepted, whose SETUPs are a publisher's.
    var isAnnounced = false
    /// The question that is open.
    var pending: Pending?
    /// The present and every later session's name: 132 random bits, which nobody but this connection's client is told.
    let sessionID: String
    /// What somebody has to answer to show who they are.
    var challenge: RTSPChallenge
    let offersBasic: Bool
    /// Whether packets were ever agreed on to be interleaved; some may still come when nobody wants them any more.
    var hasInterleaved = false
    /// When the client was last heard of.
    private var heardAt: Instant
    /// When what is being read has to be complete; nil between messages.
    private var messageDeadline: Instant?
    /// When PLAY or RECORD has to have come, of a session or an announcement; nil once one has.
    var startDeadline: Instant?
    /// The connection is to be closed, and nothing is read any more.
    private var isOver = false

    /// What the answer to a question needs.
    struct Pending: Sendable {
        let sequence: UInt32
        let kind: Kind
        /// Whether the client answered a challenge that has expired since.
        let isStale: Bool

        enum Kind: Sendable {
            case describe
            case announce
            case setup(url: String)
            /// Whether the client wanted another speed, which it is to be told that it does not get.
            case play(isScaled: Bool)
            case record
            case parameters(areEmpty: Bool)
        }
    }

    /// - Parameters:
    ///   - realm: what people are told that they log in to; Digest secrets are made with it.
    ///   - offersBasic: false where passwords must not be sent in the clear.
    ///   - random: secrets are drawn from it.
    ///   - now: when the client's TCP (and TLS) connection was there.
    package init(realm: String, offersBasic: Bool, random: inout some RandomNumberGenerator, now: Instant) {
        sessionID = RandomToken.make(using: &random)
        challenge = RTSPChallenge(realm: realm, offersBasic: offersBasic, now: now, using: &random)
        self.offersBasic = offersBasic
        heardAt = now
        messageDeadline = now.advanced(by: RTSPTiming.messageLimit)
    }

    /// Takes bytes of the client and appends what they mean. Ranges of ``buffer`` given out before mean nothing any
    /// more.
    /// - Throws: ``RTSPError`` for what no connection survives; the answer to it is in the output. The events before
    ///   the fault are in `events`.
    package mutating func receive(
        _ bytes: Span<UInt8>, now: Instant, into events: inout [RTSPServerEvent]
    ) throws(RTSPError) {
        guard !isOver else { return }
        if isWaiting, reader.bufferedBytes + bytes.count > Self.maximumHeldBytes {
            throw fail(.tooLarge("bytes behind a question"))
        }
        reader.receive(bytes)
        try proceed(now: now, into: &events)
    }

    /// Goes on with what came behind a question that has been answered. Brings nothing while it has not.
    /// - Throws: as ``receive(_:now:into:)``.
    package mutating func proceed(now: Instant, into events: inout [RTSPServerEvent]) throws(RTSPError) {
        while !isWaiting, !isOver {
            guard let item = try nextItem() else {
                if reader.isInsideItem, messageDeadline == nil {
                    messageDeadline = now.advanced(by: RTSPTiming.messageLimit)
                }
                return
            }
            heardAt = now
            messageDeadline = nil
            switch item {
            case .request(let request): handle(request, now: now, into: &events)
            case .media(let channel, let range): try take(channel, range, into: &events)
            // A server asks nothing, so this answers nothing.
            case .response: break
            }
        }
    }

    /// Says that media or RTCP of the session came over UDP, which keeps it.
    package mutating func noteActivity(now: Instant) { heardAt = now }

    /// Says why the connection is to be closed if it is.
    package func handleTimeout(now: Instant) -> RTSPServerTimeout? {
        now >= limit.deadline ? limit.timeout : nil
    }

    /// Bytes for the client, which are the caller's from here on.
    package mutating func takeOutput() -> [UInt8] {
        defer { output = [] }
        return output
    }

    /// When to call ``handleTimeout(now:)`` next.
    package var deadline: Instant { limit.deadline }

    /// Whether a question is open: a caller may stop reading the socket until it is answered.
    package var isWaiting: Bool { pending != nil }

    /// The bytes that the ranges of ``RTSPServerEvent/media(channel:_:)`` are of. Whoever keeps them makes the next
    /// call copy them.
    package var buffer: [UInt8] { reader.buffer }

    private mutating func nextItem() throws(RTSPError) -> RTSPItem? {
        do { return try reader.next() } catch { throw fail(error) }
    }

    /// Packets nobody agreed on are a fault, those of tracks that are over or paused are late.
    private mutating func take(
        _ channel: UInt8, _ range: Range<Int>, into events: inout [RTSPServerEvent]
    ) throws(RTSPError) {
        guard hasInterleaved else { throw fail(.malformed("packets come that no SETUP asked for")) }
        guard let session, session.state != .ready, session.has(channel: channel) else { return }
        events.append(.media(channel: channel, range))
    }

    /// Answers what no connection survives.
    private mutating func fail(_ error: RTSPError) -> RTSPError {
        isOver = true
        respond(error.status, to: nil, headers: ["Connection": "close"])
        return error
    }

    /// What the client has the least time for. While it waits for us, nothing is its fault.
    private var limit: (deadline: Instant, timeout: RTSPServerTimeout) {
        var limit = (deadline: Instant.distantFuture, timeout: RTSPServerTimeout.silent)
        guard !isWaiting, !isOver else { return limit }
        // A player over TCP has to say nothing: it is there as long as its connection.
        let needsNoSign = session.map { $0.isInterleaved && !$0.isRecording } ?? false
        if !needsNoSign { limit.deadline = heardAt.advanced(by: RTSPTiming.silenceLimit) }
        if session != nil || isAnnounced, let startDeadline, startDeadline < limit.deadline {
            limit = (startDeadline, .notStarted)
        }
        if let messageDeadline, messageDeadline < limit.deadline { limit = (messageDeadline, .slowRequest) }
        return limit
    }

    /// Bytes that are kept behind a question; our choice: a question takes seconds at most, and a publisher waits for
    /// the answer to RECORD before it sends media.
    package static let maximumHeldBytes = 1 << 20
}

/// Why a server closes a connection without a fault in what the client sent.
package enum RTSPServerTimeout: Equatable, Sendable {
    /// The first request, or the rest of a message, did not come in ``RTSPTiming/messageLimit``.
    case slowRequest
    /// An announcement or a session was not started in ``RTSPTiming/startLimit``.
    case notStarted
    /// Nothing was heard for ``RTSPTiming/silenceLimit``.
    case silent
}
