/// A connection between its handshake and its end, without OpenSSL: the peer's goodbye is understood, ours is ready, and a
/// peer that has not seen our final flight gets it again. All else is dropped, application data with it, and so is a
/// HelloRequest: there is no renegotiation.
///
/// What it says was sealed by OpenSSL. Nothing is ever encrypted here, so no nonce of AES-GCM can be used twice. The final
/// flight is sent again as it is, where RFC 6347 §4.2.2 would number its records anew; to the peer that is a late copy of
/// a datagram, and since both its records travel in one, it has taken in either both or none.
package struct EstablishedConnection {
    private let protection: RecordProtection
    private var replayWindow = RecordReplayWindow()
    private let finalFlight: [UInt8]
    private var resends = 0
    /// A record that says close_notify.
    package let goodbye: [UInt8]

    /// - Parameters:
    ///   - protection: of what the peer sends.
    ///   - lastRecord: the record that completed the handshake.
    ///   - finalFlight: our ChangeCipherSpec and Finished, within one datagram; empty when the peer's flight was the last.
    ///   - goodbye: a record that says close_notify.
    package init(protection: RecordProtection, lastRecord: Record?, finalFlight: [UInt8], goodbye: [UInt8]) {
        self.protection = protection
        self.finalFlight = finalFlight
        self.goodbye = goodbye
        // The peer's Finished, unless that came before its ChangeCipherSpec.
        if let lastRecord, lastRecord.epoch == protectedEpoch { replayWindow.mark(lastRecord.sequenceNumber) }
    }

    /// Takes in a record of `datagram`, and writes what answers it to `output`.
    /// - Returns: why the connection is over, when it is.
    package mutating func receive(
        _ record: Record, in datagram: Span<UInt8>, _ output: inout [UInt8]
    ) -> DTLSCloseReason? {
        guard record.epoch == protectedEpoch, replayWindow.isFresh(record.sequenceNumber) else { return nil }
        switch record.contentType {
        case .alert: return receiveAlert(record, in: datagram, &output)
        case .handshake: receiveHandshake(record, in: datagram, &output)
        case .applicationData, .changeCipherSpec, nil: break
        }
        return nil
    }

    /// RFC 5246 §7.2: warnings other than close_notify mean nothing to us.
    private mutating func receiveAlert(
        _ record: Record, in datagram: Span<UInt8>, _ output: inout [UInt8]
    ) -> DTLSCloseReason? {
        guard let alert = open(record, in: datagram, expecting: alertLength) else { return nil }
        let (level, description) = (alert[0], alert[1])
        if description == closeNotify {
            output += goodbye
            return .closeNotify
        }
        return level == fatal ? .alert(DTLSAlert(rawValue: description)) : nil
    }

    /// RFC 6347 §4.2.4: a peer that repeats its Finished has not seen ours. How often is limited by count; the intervals
    /// are the peer's, since only a fresh record of its own gets here.
    private mutating func receiveHandshake(_ record: Record, in datagram: Span<UInt8>, _ output: inout [UInt8]) {
        guard resends < DTLSEndpoint.maximumRetransmissions,
            let message = open(record, in: datagram, expecting: finishedLength), message[0] == finished
        else { return }
        resends += 1
        output += finalFlight
    }

    /// The plaintext of an authentic record of `length` bytes, which counts as received from now on.
    private mutating func open(_ record: Record, in datagram: Span<UInt8>, expecting length: Int) -> [UInt8]? {
        guard record.body.count == length + RecordProtection.overhead,
            let plaintext = protection.open(record, in: datagram)
        else { return nil }
        replayWindow.mark(record.sequenceNumber)
        return plaintext
    }
}

/// The epoch of all records under the keys of a first handshake (RFC 6347 §4.1).
private let protectedEpoch: UInt16 = 1

/// An alert is its level and its description (RFC 5246 §7.2).
private let alertLength = 2
private let fatal: UInt8 = 2
private let closeNotify: UInt8 = 0

/// A Finished is a header of 12 bytes (RFC 6347 §4.2.2) and 12 of verify data (RFC 5246 §7.4.9).
private let finishedLength = 24
private let finished: UInt8 = 20
