import Containers

/// What the client asks for: `connect`, `createStream`, and `publish` or `play`, each behind the answer to the one before.
extension RTMPClientConnection {
    mutating func sendConnect() {
        var properties = [AMF0Property("app", .string(url.app))]
        switch role {
        case .publish:
            // As encoders do it since Flash Media Live Encoder; some servers let nobody else publish.
            properties += [
                AMF0Property("type", .string("nonprivate")),
                AMF0Property("flashVer", .string("FMLE/3.0 (compatible; Turnout)")),
                AMF0Property("tcUrl", .string(url.tcURL)),
            ]
        case .play:
            // All codecs that Flash Player had, and its buffering (RTMP 1.0, §7.2.1.1).
            properties += [
                AMF0Property("flashVer", .string("LNX 9,0,124,2")), AMF0Property("tcUrl", .string(url.tcURL)),
                AMF0Property("fpad", .boolean(false)), AMF0Property("capabilities", .number(15)),
                AMF0Property("audioCodecs", .number(4071)), AMF0Property("videoCodecs", .number(252)),
                AMF0Property("videoFunction", .number(1)),
            ]
        }
        send("connect", .connect, object: .object(properties + RTMPCapabilities.own.properties))
    }

    mutating func sendCreateStream() {
        channel.send(.windowAcknowledgementSize, RTMPChannel.window)
        if role == .publish {
            channel.sendChunkSize(RTMPServerConnection.chunkSize)
            // Flash Media Server's: takes the name from whoever left it behind, and announces it.
            send("releaseStream", .releaseStream, [.string(url.key)])
            send("FCPublish", .announce, [.string(url.key)])
        }
        send("createStream", .createStream)
    }

    mutating func sendRequest(on streamID: UInt32) {
        switch role {
        case .publish:
            send("publish", .request, [.string(url.key), .string("live")], streamID: streamID)
        case .play:
            // -2: what is live, else what is recorded.
            send("play", .request, [.string(url.key), .number(-2)], streamID: streamID)
            channel.send(.setBufferLength(stream: streamID, milliseconds: Self.bufferLength))
        }
    }

    mutating func sendEnd(of streamID: UInt32) {
        if role == .publish { send("FCUnpublish", .unannounce, [.string(url.key)]) }
        send("deleteStream", .deleteStream, [.number(Double(streamID))])
    }

    private mutating func send(
        _ name: String, _ transaction: Transaction, object: AMF0Value = .null, _ arguments: [AMF0Value] = [],
        streamID: UInt32 = 0
    ) {
        let command = RTMPCommand(name, transactionID: transaction.rawValue, object: object, arguments)
        channel.send(command, streamID: streamID)
    }

    /// The commands of a connection, each sent once.
    enum Transaction: Double {
        case connect = 1
        case releaseStream = 2
        case announce = 3
        case createStream = 4
        /// `publish` or `play`.
        case request = 5
        case unannounce = 6
        case deleteStream = 7
    }

    /// Milliseconds that the server may send ahead; of a live stream there is nothing ahead. ffmpeg's.
    private static let bufferLength: UInt32 = 3000
}
