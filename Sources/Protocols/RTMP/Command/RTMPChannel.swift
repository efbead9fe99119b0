import Bytes
import Containers
import Net

/// What both sides of a connection do below the commands: chunks both ways, acknowledgements, pings, times.
struct RTMPChannel: Sendable {
    private var reader = RTMPChunkReader()
    /// What we said.
    private var chunkSize = RTMPLimits.defaultChunkSize
    private(set) var output: [UInt8] = []
    /// Bytes read, as acknowledgements count them: modulo 2³².
    private var receivedBytes: UInt32 = 0
    private var acknowledgedBytes: UInt32 = 0
    /// Bytes after which the peer wants an acknowledgement.
    private var acknowledgementWindow = Self.window
    private var times = RTMPTimestampUnwrapper()
    /// When bytes of the peer came last.
    private(set) var heardAt: Instant
    /// Whether a ping request was sent since then.
    private(set) var isPinged = false

    init(now: Instant) {
        heardAt = now
    }

    mutating func takeOutput() -> [UInt8] {
        defer { output = [] }
        return output
    }

    /// Notes that bytes of the peer came.
    mutating func hear(now: Instant) {
        heardAt = now
        isPinged = false
    }

    mutating func sendPing(now: Instant) {
        isPinged = true
        send(.pingRequest(now.milliseconds))
    }

    // MARK: Reading

    /// Reads as far as the handshake goes; whether it is done.
    mutating func read(
        from bytes: inout ByteReader, handshake: inout RTMPServerHandshake, filler: inout SplitMix64, now: Instant
    ) throws(RTMPError) -> Bool {
        try handshake.read(from: &bytes, timestamp: now.milliseconds, using: &filler, into: &output)
    }

    /// Reads as far as the handshake goes; whether it is done.
    mutating func read(
        from bytes: inout ByteReader, handshake: inout RTMPClientHandshake, filler: inout SplitMix64
    ) throws(RTMPError) -> Bool {
        try handshake.read(from: &bytes, using: &filler, into: &output)
    }

    /// A client's first bytes.
    mutating func begin(filler: inout SplitMix64, now: Instant) -> RTMPClientHandshake {
        RTMPClientHandshake(timestamp: now.milliseconds, using: &filler, into: &output)
    }

    /// The next message of the peer that is more than housekeeping; nil when all bytes were read.
    mutating func read(from bytes: inout ByteReader) throws(RTMPError) -> RTMPMessage? {
        while true {
            let before = bytes.remaining
            let message = try reader.read(from: &bytes)
            receivedBytes &+= UInt32(truncatingIfNeeded: before &- bytes.remaining)
            acknowledgeWhenDue()
            guard let message else { return nil }
            guard !keepsHouse(with: message) else { continue }
            return message
        }
    }

    /// Milliseconds of an audio or video message.
    mutating func time(ofMedia message: RTMPMessage) -> Int64 { times.unwrap(message.timestamp) }

    /// Reads a data message; nil when it has no name.
    func readData(_ message: RTMPMessage) throws(RTMPError) -> RTMPData? {
        var values = try message.readValues()[...]
        if values.first?.string == "@setDataFrame" { values = values.dropFirst() }
        guard let name = values.first?.string else { return nil }
        return RTMPData(
            streamID: message.streamID, timestamp: times.project(message.timestamp), name: name,
            values: Array(values.dropFirst()))
    }

    // MARK: Writing

    mutating func send(_ message: RTMPMessage, on chunkStream: UInt32 = commandChunkStream) {
        RTMPChunkWriter.write(message, chunkStream: chunkStream, chunkSize: chunkSize, into: &output)
    }

    mutating func send(_ command: RTMPCommand, streamID: UInt32 = 0) {
        send(command.message(streamID: streamID))
    }

    mutating func send(_ control: RTMPUserControl) {
        if let message = control.message { send(message, on: Self.controlChunkStream) }
    }

    /// Sends a protocol control message of one number (§5.4).
    mutating func send(_ type: RTMPMessageType, _ number: UInt32) {
        var payload = ByteWriter(capacity: 4)
        payload.write(number)
        send(RTMPMessage(type: type.rawValue, payload: payload.bytes), on: Self.controlChunkStream)
    }

    /// Limits the peer to our window, of which it is told too (§5.4.5); limit type 2 is "dynamic".
    mutating func sendPeerBandwidth() {
        var payload = ByteWriter(capacity: 5)
        payload.write(Self.window)
        payload.write(2 as UInt8)
        let message = RTMPMessage(type: RTMPMessageType.setPeerBandwidth.rawValue, payload: payload.bytes)
        send(message, on: Self.controlChunkStream)
    }

    /// Tells the peer our chunk size and cuts what is sent from here on by it.
    mutating func sendChunkSize(_ size: Int) {
        send(.setChunkSize, UInt32(truncatingIfNeeded: size))
        chunkSize = size
    }

    // MARK: Housekeeping

    /// Whether a message was seen to here. One that is too short for what it is, and a window of 0, mean nothing.
    private mutating func keepsHouse(with message: RTMPMessage) -> Bool {
        switch RTMPMessageType(rawValue: message.type) {
        case .windowAcknowledgementSize:
            if let window = message.leadingNumber, window > 0 { acknowledgementWindow = window }
        case .userControl:
            guard case .pingRequest(let time) = RTMPUserControl(message.payload) else { return false }
            send(.pingResponse(time))
        case .setPeerBandwidth, .setChunkSize, .abort, .sharedObjectAMF0, .sharedObjectAMF3, nil: break
        default: return false
        }
        return true
    }

    private mutating func acknowledgeWhenDue() {
        guard receivedBytes &- acknowledgedBytes >= acknowledgementWindow else { return }
        acknowledgedBytes = receivedBytes
        send(.acknowledgement, receivedBytes)
    }

    /// Bytes that we want acknowledged at a time, and that we acknowledge until the peer names another number. Flash Media
    /// Server's; an encoder that sends nothing more than a window without an acknowledgement gets one in time.
    static let window: UInt32 = 2_500_000
    /// Chunk stream of protocol control and user control messages (RTMP 1.0, §5.4).
    static let controlChunkStream: UInt32 = 2
    /// Chunk stream of commands, as every implementation has it.
    static let commandChunkStream: UInt32 = 3
}

extension RTMPMessage {
    /// The number that a protocol control message begins with; nil when it is too short.
    var leadingNumber: UInt32? {
        var reader = ByteReader(payload.span)
        return try? reader.readUInt32()
    }
}

extension Instant {
    /// Milliseconds as the protocol counts them, modulo 2³².
    fileprivate var milliseconds: UInt32 { UInt32(truncatingIfNeeded: nanoseconds / 1_000_000) }
}
