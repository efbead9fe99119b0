import Containers

/// What the client's messages do.
extension RTMPServerConnection {
    mutating func handle(_ message: RTMPMessage, into events: inout [RTMPServerEvent]) throws(RTMPError) {
        switch RTMPMessageType(rawValue: message.type) {
        case .audio: take(message, as: .audio, into: &events)
        case .video: take(message, as: .video, into: &events)
        case .dataAMF0, .dataAMF3:
            guard streams[message.streamID] == .publishing else { return }
            if let data = try channel.readData(message) { events.append(.data(data)) }
        case .aggregate:
            for part in try message.readAggregate() { try handle(part, into: &events) }
        case .commandAMF0, .commandAMF3:
            try handle(RTMPCommand(message), on: message.streamID, into: &events)
        case .acknowledgement:
            if let bytes = message.leadingNumber { events.append(.acknowledged(bytes: bytes)) }
        case .userControl:
            if case .pingResponse = RTMPUserControl(message.payload) { events.append(.pingAnswered) }
        default: break
        }
    }

    /// Audio and video outside a publication are dropped: what was on its way when it ended still comes.
    private mutating func take(
        _ message: RTMPMessage, as kind: RTMPMedia.Kind, into events: inout [RTMPServerEvent]
    ) {
        guard streams[message.streamID] == .publishing, !message.payload.isEmpty else { return }
        events.append(
            .media(
                RTMPMedia(
                    kind, streamID: message.streamID, timestamp: channel.time(ofMedia: message),
                    payload: message.payload)))
    }

    private mutating func handle(
        _ command: RTMPCommand, on streamID: UInt32, into events: inout [RTMPServerEvent]
    ) throws(RTMPError) {
        guard case .connected = phase else {
            guard case .unconnected = phase, command.name == "connect" else { throw .commandOutOfOrder }
            connect(command, into: &events)
            return
        }
        switch command.name {
        case "connect": throw .commandOutOfOrder
        case "createStream": createStream(command)
        case "publish": publish(command, on: streamID, into: &events)
        case "play": play(command, on: streamID, into: &events)
        case "play2": play2(command, on: streamID, into: &events)
        case "deleteStream":
            guard let id = command[0].number.flatMap(UInt32.init(exactly:)) else { return }
            end(id, into: &events)
            streams[id] = .none
        case "closeStream": end(streamID, into: &events)
        case "FCUnpublish":
            for id in streams.publishing { end(id, into: &events) }
            answer(command, [.undefined])
            channel.send(.onFC("onFCUnpublish", RTMPStatus.unpublishSuccess, command[0].string))
        case "FCPublish":
            answer(command, [.undefined])
            channel.send(.onFC("onFCPublish", RTMPStatus.publishStart, command[0].string))
        case "FCSubscribe":
            answer(command, [.undefined])
            channel.send(.onFC("onFCSubscribe", RTMPStatus.playStart, command[0].string))
        case "releaseStream", "_checkbw", "FCUnsubscribe": answer(command, [.undefined])
        case "getStreamLength": answer(command, [.number(0)])
        case "pause", "pauseRaw", "seek", "receiveAudio", "receiveVideo":
            guard streams[streamID] == .playing else { return }
            control(command, on: streamID, into: &events)
        case "_result", "_error", "onStatus": break
        default:
            guard command.transactionID != 0 else { return }
            let status = RTMPStatus(code: RTMPStatus.callFailed, description: "There is no such command here.")
            channel.send(.error(of: command.transactionID, status))
        }
    }

    private mutating func connect(_ command: RTMPCommand, into events: inout [RTMPServerEvent]) {
        let request = RTMPConnectRequest(command.object)
        client = request.capabilities
        phase = .connecting(transactionID: command.transactionID, usesAMF3: request.usesAMF3)
        events.append(.connect(request))
    }

    private mutating func createStream(_ command: RTMPCommand) {
        if let id = streams.create() {
            channel.send(.result(of: command.transactionID, [.number(Double(id))]))
        } else {
            let status = RTMPStatus(
                code: RTMPStatus.callFailed,
                description: "A connection has at most \(RTMPServerStreams.maximumCount) streams.")
            channel.send(.error(of: command.transactionID, status))
        }
    }

    private mutating func publish(
        _ command: RTMPCommand, on streamID: UInt32, into events: inout [RTMPServerEvent]
    ) {
        guard streams[streamID] == .idle else {
            sendError(RTMPStatus.publishBadName, "The stream was not created, or is in use.", on: streamID)
            return
        }
        readyDeadline = nil
        streams[streamID] = .publishAsked
        let mode = command[1].string.flatMap(RTMPPublishRequest.Mode.init(rawValue:)) ?? .live
        events.append(
            .publish(RTMPPublishRequest(streamID: streamID, name: command[0].string ?? "", mode: mode)))
    }

    private mutating func play(
        _ command: RTMPCommand, on streamID: UInt32, into events: inout [RTMPServerEvent]
    ) {
        let reset =
            switch command[3] {
            case .boolean(let reset): reset
            case .number(let reset): reset != 0
            default: true
            }
        ask(
            RTMPPlayRequest(
                streamID: streamID, name: command[0].string ?? "", start: command[1].number ?? -2,
                duration: command[2].number ?? -1, reset: reset), into: &events)
    }

    /// `play2` has its parameters in an object (§7.2.2.2).
    private mutating func play2(
        _ command: RTMPCommand, on streamID: UInt32, into events: inout [RTMPServerEvent]
    ) {
        ask(
            RTMPPlayRequest(
                streamID: streamID, name: command[0]["streamName"]?.string ?? "",
                start: command[0]["start"]?.number ?? -2, duration: command[0]["len"]?.number ?? -1), into: &events)
    }

    /// A player may ask for another stream while it plays: the one before is over.
    private mutating func ask(_ request: RTMPPlayRequest, into events: inout [RTMPServerEvent]) {
        let id = request.streamID
        let state = streams[id]
        guard id == Self.playStreamID, state == .idle || state == .playing else {
            sendError(RTMPStatus.playFailed, "Only the first stream of a connection can play.", on: id)
            return
        }
        if state == .playing { events.append(.ended(streamID: id)) }
        readyDeadline = nil
        streams[id] = .playAsked
        events.append(.play(request))
    }

    private mutating func control(
        _ command: RTMPCommand, on streamID: UInt32, into events: inout [RTMPServerEvent]
    ) {
        switch command.name {
        case "seek":
            events.append(.seek(streamID: streamID, position: command[0].milliseconds))
            sendStatus(RTMPStatus.seekNotify, "Seeking.", on: streamID)
        case "receiveAudio":
            events.append(.receive(.audio, streamID: streamID, isWanted: command[0].boolean ?? true))
        case "receiveVideo":
            events.append(.receive(.video, streamID: streamID, isWanted: command[0].boolean ?? true))
        default:
            let isPaused = command[0].boolean ?? true
            events.append(.pause(streamID: streamID, isPaused: isPaused, position: command[1].milliseconds))
            sendStatus(
                isPaused ? RTMPStatus.pauseNotify : RTMPStatus.unpauseNotify, isPaused ? "Paused." : "Going on.",
                on: streamID)
        }
    }

    private mutating func end(_ streamID: UInt32, into events: inout [RTMPServerEvent]) {
        let state = streams[streamID]
        guard state == .publishing || state == .playing else { return }
        streams[streamID] = .idle
        events.append(.ended(streamID: streamID))
        if state == .publishing { sendStatus(RTMPStatus.unpublishSuccess, "Publishing has ended.", on: streamID) }
    }

    /// Sends a `_result`, where one is expected.
    private mutating func answer(_ command: RTMPCommand, _ values: [AMF0Value]) {
        guard command.transactionID != 0 else { return }
        channel.send(.result(of: command.transactionID, values))
    }
}

extension RTMPCommand {
    /// What Flash Media Server says beside the answer to the `FC` commands, and some encoders wait for.
    fileprivate static func onFC(_ name: String, _ code: String, _ stream: String?) -> RTMPCommand {
        RTMPCommand(name, [RTMPStatus(isError: false, code: code, description: stream ?? "").information()])
    }
}

extension AMF0Value {
    /// A position; 0 of what is no number.
    fileprivate var milliseconds: Int64 {
        number.flatMap { Int64(exactly: $0.rounded(.towardZero)) } ?? 0
    }
}
