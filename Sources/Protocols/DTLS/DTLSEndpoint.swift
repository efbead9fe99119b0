/// Which side of the handshake we are: `a=setup:passive` is the server, `a=setup:active` the client (RFC 5763 §5).
package enum DTLSRole: Sendable {
    case server, client

    var opposite: DTLSRole { self == .server ? .client : .server }
}

/// One DTLS 1.2 connection that agrees on SRTP keys (RFC 6347, RFC 5764).
///
/// OpenSSL makes the handshake, which takes 60 KiB while it lasts. Afterwards the connection carries nothing but its own
/// end, so OpenSSL goes when the handshake is complete, and an ``EstablishedConnection`` of less than a KiB goes on.
///
/// The contract: call one of ``start()``, ``receive(_:)``, ``handleTimeout()`` or ``close()``, then send what
/// ``takeDatagrams(_:)`` yields and read ``timeout`` again. Time and randomness are OpenSSL's own; nothing else is
/// read. Confined to one thread at a time.
///
/// Assumptions and what is deliberately not done:
/// - There is no cookie exchange: the caller hands over datagrams only from addresses that ICE has authenticated.
/// - Application data (SCTP) is ignored.
/// - The caller limits the time of the whole handshake; here only a flight without an answer has a limit.
/// - OpenSSL 3.0 keeps its timers in wall-clock time: a step back during a handshake delays retransmission by as much.
package final class DTLSEndpoint {
    package let role: DTLSRole
    private var stage: Stage
    /// Records that wait for ``takeDatagrams(_:)``.
    private var output: [UInt8] = []

    private enum Stage {
        case handshaking(Handshake)
        case established(EstablishedConnection)
        case closed
    }

    /// - Parameters:
    ///   - remoteFingerprints: what the peer's SDP announced. At least one.
    ///   - profiles: SRTP profiles by number (see ``DTLSKeys/profile``), the preferred one first. As a server we
    ///     choose by our order, whatever the client's is.
    package init(
        identity: DTLSIdentity, role: DTLSRole, remoteFingerprints: [DTLSFingerprint],
        profiles: [UInt16] = DTLSKeys.preferredProfiles
    ) throws(DTLSError) {
        guard !remoteFingerprints.isEmpty else { throw .noFingerprint }
        let known = profiles.compactMap(SRTPProfile.init(rawValue:))
        guard !known.isEmpty, known.count == profiles.count else { throw .unsupportedProfile }
        self.role = role
        stage = .handshaking(
            try Handshake(identity, role: role, remoteFingerprints: remoteFingerprints, profiles: known))
    }

    /// As a client, makes the first flight pending; a server waits for it.
    package func start() {
        guard role == .client, case .handshaking(let handshake) = stage else { return }
        _ = advance(handshake.start(&output))
    }

    /// Takes in one datagram that ``isDTLS(firstByte:)`` says is for us. What is malformed, unknown, forged or too
    /// much is dropped; only what a peer may legally say, and says wrongly, ends the connection. When a datagram both
    /// connects and closes, the closing is what is told.
    package func receive(_ datagram: Span<UInt8>) -> DTLSEvent {
        var outcome = DTLSEvent.nothing
        var offset = 0
        while let record = Record(at: offset, in: datagram) {
            offset = record.range.upperBound
            let event = receive(record, in: datagram)
            if case .nothing = event { continue }
            outcome = event
        }
        return outcome
    }

    /// Hands over every pending datagram, each at most ``maximumDatagramLength`` bytes, in order. Each span is valid
    /// during the call of `transmit`, which must not call this endpoint.
    package func takeDatagrams(_ transmit: (Span<UInt8>) -> Void) {
        packRecords(output.span, limit: Self.maximumDatagramLength, transmit)
        output = []
    }

    /// How long until ``handleTimeout()`` should be called; zero when it is due, nil when no flight awaits an answer.
    package var timeout: Duration? {
        if case .handshaking(let handshake) = stage { handshake.timeout } else { nil }
    }

    /// Retransmits the last flight when its time has come. Calling too early does nothing.
    package func handleTimeout() -> DTLSEvent {
        guard case .handshaking(let handshake) = stage else { return .nothing }
        return advance(handshake.handleTimeout(&output))
    }

    /// Ends the connection: a close_notify becomes pending when there is a peer to tell, and no event comes any more.
    package func close() {
        if case .established(let connection) = stage { output += connection.goodbye }
        stage = .closed
    }

    private func receive(_ record: Record, in datagram: Span<UInt8>) -> DTLSEvent {
        switch stage {
        case .handshaking(let handshake):
            return advance(handshake.receive(record, in: datagram, &output))
        case .established(var connection):
            let reason = connection.receive(record, in: datagram, &output)
            stage = reason == nil ? .established(connection) : .closed
            return reason.map(DTLSEvent.closed) ?? .nothing
        case .closed:
            return .nothing
        }
    }

    private func advance(_ progress: Handshake.Progress) -> DTLSEvent {
        switch progress {
        case .unfinished:
            return .nothing
        case .completed(let keys, let connection):
            stage = .established(connection)
            return .connected(keys)
        case .ended(let reason):
            stage = .closed
            return .closed(reason)
        }
    }

    /// What a flight's datagrams are packed into: safe on every path that carries the media of libwebrtc, which counts
    /// on as much. In bytes of UDP payload.
    package static let maximumDatagramLength = 1_200

    /// OpenSSL's limit (DTLS1_TMO_READ_COUNT). With our timer the last one is sent 9.5 s after the flight.
    package static let maximumRetransmissions = 12
}
