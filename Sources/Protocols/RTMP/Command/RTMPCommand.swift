import Containers

/// A command message (RTMP 1.0, §7.1.1, §7.2).
struct RTMPCommand: Equatable, Sendable {
    var name: String
    /// 0 where no answer is expected, and where none is said.
    var transactionID: Double
    /// Null for most commands.
    var object: AMF0Value
    var arguments: [AMF0Value]

    init(_ name: String, transactionID: Double = 0, object: AMF0Value = .null, _ arguments: [AMF0Value] = []) {
        self.name = name
        self.transactionID = transactionID
        self.object = object
        self.arguments = arguments
    }

    /// Reads a message of type 20 or 17.
    init(_ message: RTMPMessage) throws(RTMPError) {
        let values = try message.readValues()
        guard let name = values.first?.string else { throw .malformedCommand }
        self.name = name
        transactionID = values.count > 1 ? values[1].number ?? 0 : 0
        object = values.count > 2 ? values[2] : .null
        arguments = Array(values.dropFirst(3))
    }

    /// The message that says it, in AMF0 whatever the peer speaks: nginx-rtmp and SRS answer so, and every client takes it.
    func message(streamID: UInt32) -> RTMPMessage {
        RTMPMessage(
            .commandAMF0, streamID: streamID, values: [.string(name), .number(transactionID), object] + arguments)
    }

    /// An argument; null when there are not that many.
    subscript(index: Int) -> AMF0Value {
        arguments.indices.contains(index) ? arguments[index] : .null
    }

    static func result(of transactionID: Double, object: AMF0Value = .null, _ arguments: [AMF0Value]) -> RTMPCommand {
        RTMPCommand("_result", transactionID: transactionID, object: object, arguments)
    }

    static func error(of transactionID: Double, _ status: RTMPStatus) -> RTMPCommand {
        RTMPCommand("_error", transactionID: transactionID, [status.information()])
    }

    static func onStatus(_ status: RTMPStatus) -> RTMPCommand {
        RTMPCommand("onStatus", [status.information()])
    }
}

extension RTMPMessage {
    init(_ type: RTMPMessageType, timestamp: UInt32 = 0, streamID: UInt32 = 0, values: [AMF0Value]) {
        self.init(
            type: type.rawValue, timestamp: timestamp, streamID: streamID, payload: AMF0Writer.bytes(of: values))
    }

    /// The values of a command or data message.
    func readValues() throws(RTMPError) -> [AMF0Value] {
        do {
            switch RTMPMessageType(rawValue: type) {
            case .commandAMF3, .dataAMF3: return try AMF3Reader.values(inMessage: payload.span)
            default: return try AMF0Reader.values(in: payload.span)
            }
        } catch {
            throw .malformedValues(type: type, error)
        }
    }
}
