import Bytes
import Codecs
import Testing

/// A payload in hexadecimal and what is to be seen in it.
struct PayloadVector: Sendable, CustomTestStringConvertible {
    let name: String
    let hex: String
    let facts: VideoPacketFacts
    var testDescription: String { name }

    init(_ name: String, _ hex: String, _ change: (inout VideoPacketFacts) -> Void = { _ in }) {
        self.name = name
        self.hex = hex
        var facts = VideoPacketFacts()
        change(&facts)
        self.facts = facts
    }

    func check(_ codec: CodecName) throws {
        let payload = try #require(Bytes.Hex.bytes(hex))
        #expect(inspect(codec, payload) == facts)
    }
}

/// A payload in hexadecimal that breaks its format.
struct BrokenPayload: Sendable, CustomTestStringConvertible {
    let name: String
    let hex: String
    var testDescription: String { name }

    init(_ name: String, _ hex: String) {
        self.name = name
        self.hex = hex
    }

    func check(_ codec: CodecName) throws {
        let payload = try #require(Bytes.Hex.bytes(hex))
        #expect(inspect(codec, payload).isMalformed)
    }
}

func inspect(_ codec: CodecName, _ payload: [UInt8]) -> VideoPacketFacts {
    VideoPacketFacts.inspect(codec: codec, payload: payload.span)
}
