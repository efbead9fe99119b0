import Containers

/// What the server's messages do.
extension RTMPClientConnection {
    mutating func handle(_ message: RTMPMessage, into events: inout [RTMPClientEvent]) throws(RTMPError) {
        switch RTMPMessageType(rawValue: message.type) {
        case .audio: take(message, as: .audio, into: &events)
        case .video: take(message, as: .video, into: &events)
        case .dataAMF0, .dataAMF3: try takeData(message, into: &events)
        case .aggregate:
            for part in try message.readAggregate() { try handle(part, into: &events) }
        case .commandAMF0, .commandAMF3: try handle(RTMPCommand(message), into: &events)
        case .acknowledgement:
            if let bytes = message.leadingNumber { events.append(.acknowledged(bytes: bytes)) }
        case .userControl:
            guard case .streamEOF(let id) = RTMPUserControl(message.payload), isPlaying(id) else { return }
            end(RTMPStatus(isError: false, code: RTMPStatus.playStop, description: "The stream is over."), &events)
        default: break
        }
    }

    private mutating func take(
        _ message: RTMPMessage, as kind: RTMPMedia.Kind, into events: inout [RTMPClientEvent]
    ) {
        guard isPlaying(message.streamID), !message.payload.isEmpty else { return }
        events.append(
            .media(
                RTMPMedia(
                    kind, streamID: message.streamID, timestamp: channel.time(ofMedia: message),
                    payload: message.payload)))
    }

    private mutating func takeData(_ message: RTMPMessage, into events: inout [RTMPClientEvent]) throws(RTMPError) {
        guard isPlaying(message.streamID), let data = try channel.readData(message) else { return }
        switch data.name {
        case "onPlayStatus":
            if let status = data.values.compactMap(RTMPStatus.init).first { handle(status, data.values, &events) }
        // The server's word to a Flash program.
        case "|RtmpSampleAccess", "onStatus": break
        default: events.append(.data(data))
        }
    }

    private mutating func handle(_ command: RTMPCommand, into events: inout [RTMPClientEvent]) {
        switch command.name {
        case "_result": result(command, into: &events)
        case "_error": refusal(command, into: &events)
        case "onStatus":
            let values = [command.object] + command.arguments
            if let status = values.compactMap(RTMPStatus.init).first { handle(status, values, &events) }
        default: break
        }
    }

    private mutating func result(_ command: RTMPCommand, into events: inout [RTMPClientEvent]) {
        switch (phase, Transaction(rawValue: command.transactionID)) {
        case (.connecting, .connect):
            if let status = RTMPStatus(command[0]), status.isError { return fail(status, &events) }
            server = RTMPCapabilities(command.object)
            if !server.isEnhanced { server = RTMPCapabilities(command[0]) }
            phase = .creating
            sendCreateStream()
        case (.creating, .createStream):
            guard let id = command[0].number.flatMap(UInt32.init(exactly:)) else {
                let status = RTMPStatus(code: RTMPStatus.callFailed, description: "The server created no stream.")
                return fail(status, &events)
            }
            phase = .asking(streamID: id)
            sendRequest(on: id)
        default: break
        }
    }

    /// Not everything that is refused matters: `releaseStream` and `FCPublish` are unknown to many a server.
    private mutating func refusal(_ command: RTMPCommand, into events: inout [RTMPClientEvent]) {
        switch (phase, Transaction(rawValue: command.transactionID)) {
        case (.connecting, .connect), (.creating, .createStream), (.asking, .request):
            let status =
                RTMPStatus(command[0]) ?? RTMPStatus(code: RTMPStatus.callFailed, description: "The server refused.")
            if let url = command[0]["ex"]?["redirect"]?.string {
                phase = .over
                let redirect = RTMPRedirect(url: url, description: status.description, isRejection: true)
                events.append(.redirect(redirect))
            } else {
                fail(status, &events)
            }
        default: break
        }
    }

    private mutating func handle(
        _ status: RTMPStatus, _ values: [AMF0Value], _ events: inout [RTMPClientEvent]
    ) {
        switch status.code {
        case RTMPStatus.reconnectRequest:
            let url = values.lazy.compactMap { $0["tcUrl"]?.string }.first ?? ""
            events.append(
                .redirect(RTMPRedirect(url: url, description: status.description, isRejection: false)))
        case startCode:
            guard case .asking(let streamID) = phase else { return }
            phase = .ready(streamID: streamID)
            events.append(.ready(server))
        case _ where status.isError || Self.failures.contains(status.code): fail(status, &events)
        case RTMPStatus.playStop, RTMPStatus.playComplete, RTMPStatus.unpublishNotify, RTMPStatus.unpublishSuccess,
            RTMPStatus.connectClosed:
            guard case .ready = phase else { return }
            end(status, &events)
        default: break
        }
    }

    private mutating func fail(_ status: RTMPStatus, _ events: inout [RTMPClientEvent]) {
        phase = .over
        events.append(.failed(status))
    }

    private mutating func end(_ status: RTMPStatus, _ events: inout [RTMPClientEvent]) {
        phase = .over
        events.append(.ended(status))
    }

    private func isPlaying(_ id: UInt32) -> Bool {
        if role == .play, case .ready(let streamID) = phase { streamID == id } else { false }
    }

    private var startCode: String { role == .publish ? RTMPStatus.publishStart : RTMPStatus.playStart }

    /// What some servers say without calling it an error (librtmp knows them too).
    private static let failures: Set<String> = [
        RTMPStatus.streamNotFound, RTMPStatus.playFailed, RTMPStatus.publishBadName, RTMPStatus.publishDenied,
        RTMPStatus.connectRejected, "NetStream.Failed", "NetConnection.Connect.InvalidApp",
        "NetConnection.Connect.Failed",
    ]
}
