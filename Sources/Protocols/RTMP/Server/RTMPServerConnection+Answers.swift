import Containers

/// What the server says to the questions among the events, and of its own accord.
extension RTMPServerConnection {
    /// Lets the client in. Does nothing unless that is the question.
    package mutating func acceptConnect() {
        guard case .connecting(let transactionID, let usesAMF3) = phase else { return }
        phase = .connected
        channel.send(.windowAcknowledgementSize, RTMPChannel.window)
        channel.sendPeerBandwidth()
        channel.sendChunkSize(Self.chunkSize)
        let success = RTMPStatus(
            isError: false, code: RTMPStatus.connectSuccess, description: "Connection succeeded.")
        channel.send(
            .result(
                of: transactionID,
                object: .object(
                    [
                        // A version that encoders know; some refuse a server without one.
                        AMF0Property("fmsVer", .string("FMS/3,0,1,123")), AMF0Property("capabilities", .number(31)),
                    ] + RTMPCapabilities.own.properties),
                [success.information([AMF0Property("objectEncoding", .number(usesAMF3 ? 3 : 0))])]))
    }

    /// Turns the client away; the connection is to be closed after its output was sent. Does nothing unless that is the
    /// question.
    package mutating func rejectConnect(_ description: String) {
        guard case .connecting(let transactionID, _) = phase else { return }
        phase = .rejected
        channel.send(
            .error(of: transactionID, RTMPStatus(code: RTMPStatus.connectRejected, description: description)))
    }

    /// Lets the client publish on a stream. Does nothing unless that is the question.
    package mutating func acceptPublish(_ streamID: UInt32) {
        guard streams[streamID] == .publishAsked else { return }
        streams[streamID] = .publishing
        sendStatus(RTMPStatus.publishStart, "Publishing.", on: streamID)
    }

    /// Lets the client play on a stream: what the caller writes from here on, behind the output, it takes for the stream's.
    /// Does nothing unless that is the question.
    package mutating func acceptPlay(_ streamID: UInt32) {
        guard streams[streamID] == .playAsked else { return }
        streams[streamID] = .playing
        channel.send(.streamBegin(streamID))
        sendStatus(RTMPStatus.playReset, "Playing and resetting.", on: streamID)
        sendStatus(RTMPStatus.playStart, "Playing.", on: streamID)
        // What servers of Flash's time said here besides, |RtmpSampleAccess and NetStream.Data.Start, ffmpeg shows as a track.
    }

    /// Refuses what the client asked for on a stream, or ends what it was granted; it may ask for something else. Does nothing
    /// when it neither asked nor has anything.
    /// - Parameters:
    ///   - code: e.g. ``RTMPStatus/publishBadName``, ``RTMPStatus/streamNotFound``.
    ///   - description: a sentence for the person at the other end.
    package mutating func refuse(_ streamID: UInt32, code: String, description: String) {
        guard streams[streamID] != .none, streams[streamID] != .idle else { return }
        streams[streamID] = .idle
        sendError(code, description, on: streamID)
    }

    /// Tells a player that the stream is over. Does nothing when nothing is played there.
    package mutating func endPlay(_ streamID: UInt32) {
        guard streams[streamID] == .playing else { return }
        streams[streamID] = .idle
        channel.send(.streamEOF(streamID))
        sendStatus(RTMPStatus.unpublishNotify, "The stream is over.", on: streamID)
        let complete = RTMPStatus(isError: false, code: RTMPStatus.playComplete, description: "The stream is over.")
        sendData([.string("onPlayStatus"), complete.information()], on: streamID)
    }

    /// Asks the client to come again (Enhanced RTMP v2, "Reconnect Request"). It goes on until it does, so keep serving it.
    /// - Parameter url: another server's or application's; nil for the same.
    /// - Returns: false, and nothing is sent, when it did not say that it can.
    @discardableResult
    package mutating func requestReconnect(url: String?, description: String) -> Bool {
        guard case .connected = phase, client.flags.contains(.reconnect) else { return false }
        let status = RTMPStatus(isError: false, code: RTMPStatus.reconnectRequest, description: description)
        let place = url.map { [AMF0Property("tcUrl", .string($0))] } ?? []
        channel.send(RTMPCommand("onStatus", [status.information(place)]))
        return true
    }

    mutating func sendStatus(_ code: String, _ description: String, on streamID: UInt32) {
        channel.send(
            .onStatus(RTMPStatus(isError: false, code: code, description: description)), streamID: streamID)
    }

    mutating func sendError(_ code: String, _ description: String, on streamID: UInt32) {
        channel.send(.onStatus(RTMPStatus(code: code, description: description)), streamID: streamID)
    }

    private mutating func sendData(_ values: [AMF0Value], on streamID: UInt32) {
        channel.send(RTMPMessage(.dataAMF0, streamID: streamID, values: values), on: Self.dataChunkStream)
    }
}
