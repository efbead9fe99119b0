import Bytes
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
        var writer = AMF0Writer()
        for value in values { writer.write(value) }
        self.init(type: type.rawValue, timestamp: timestamp, streamID: streamID, payload: writer.bytes)
    }

    /// The AMF0 values of a command or data message. Those of the AMF3 types have a byte 0 in front and are AMF0 behind it,
    /// in every client there is (RTMP 1.0, §7.1.1; SRS and nginx-rtmp read it so).
    func readValues() throws(RTMPError) -> [AMF0Value] {
        let isAMF3 = type == RTMPMessageType.commandAMF3.rawValue || type == RTMPMessageType.dataAMF3.rawValue
        let start = isAMF3 && payload.first == 0 ? 1 : 0
        var reader = AMF0Reader(payload.span.extracting(start...))
        var values: [AMF0Value] = []
        do {
            while !reader.isAtEnd {
                guard values.count < Self.maximumValues else { throw RTMPError.malformedCommand }
                values.append(try reader.readValue())
            }
        } catch {
            throw .malformedCommand
        }
        return values
    }

    /// Values of a command or data message; our choice, commands have at most eight.
    private static let maximumValues = 64
}
