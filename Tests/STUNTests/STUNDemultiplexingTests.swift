import Bytes
import STUN
import TestSupport
import Testing

struct STUNDemultiplexingTests {
    private func ufrag(_ datagram: [UInt8]) -> String? {
        STUNMessage.localUfrag(in: datagram.span).map { String(decoding: datagram[$0], as: UTF8.self) }
    }

    @Test(
        arguments: [
            ("abcd:efgh", "abcd"), ("a:", "a"), ("a:b:c", "a"), (":efgh", nil), ("abcd", nil), ("", nil), (":", nil),
        ] as [(String, String?)]) func takesWhatIsBeforeTheColon(username: String, expected: String?)
    {
        var writer = STUNMessageWriter(.request, .binding, transactionID: STUNTransactionID(high: 1, low: 1))
        writer.write(.priority, 1 as UInt32)
        writer.write(.username, username)
        var output = ByteWriter()
        writer.finish(authenticatedBy: nil, into: &output)
        #expect(ufrag(output.bytes) == expected)
    }

    @Test func looksAtBindingRequestsOnly() {
        let username = Array("abcd:efg".utf8)
        #expect(ufrag(RawMessage().attribute(6, username).datagram()) == "abcd")
        for type in [0x0011, 0x0101, 0x0111, 0x0003, 0x0002] as [UInt16] {
            #expect(ufrag(RawMessage(type: type).attribute(6, username).datagram()) == nil)
        }
        #expect(ufrag(RawMessage().attribute(6, username).datagram(cookie: 0)) == nil)
    }

    @Test func looksNoFurtherThanItMay() {
        let username = Array("abcd:efg".utf8)
        let code = [UInt8](repeating: 0, count: 20)
        #expect(ufrag(RawMessage().attribute(8, code).attribute(6, username).datagram()) == nil)
        #expect(
            ufrag(RawMessage().attribute(0x8001, length: 100, [0, 0, 0, 0]).attribute(6, username).datagram()) == nil)
        var raw = RawMessage()
        for _ in 0..<(STUNMessage.maximumAttributes - 1) { raw = raw.attribute(0x8001, []) }
        #expect(ufrag(raw.attribute(6, username).datagram()) == "abcd")
        #expect(ufrag(raw.attribute(0x8001, []).attribute(6, username).datagram()) == nil)
    }

    @Test func truncationNeverTraps() {
        for length in 0..<RFC5769.request.count {
            let found = ufrag(Array(RFC5769.request.prefix(length)))
            #expect(found == nil || found == "evtj")
        }
    }

    /// Whatever the parser takes for a request to us, the demultiplexer leads to us.
    @Test(arguments: UInt64(0)..<200) func agreesWithTheParser(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var raw = RawMessage()
        for _ in 0..<Int.random(in: 0..<6, using: &random) {
            let type = [6, 0x24, 0x8001, 0x7FFE].randomElement(using: &random) ?? 6
            let value = (0..<8).map { _ in Array(":AB".utf8).randomElement(using: &random) ?? 0 }
            raw = raw.attribute(UInt16(type), value)
        }
        let datagram = raw.datagram()
        let parsed = (try? STUNMessage(parsing: datagram.span))?.attribute(.username)
            .map { datagram[$0.value] }
            .flatMap { name in name.firstIndex(of: UInt8(ascii: ":")).map { name[..<$0] } }
            .flatMap { $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self) }
        #expect(ufrag(datagram) == parsed)
    }
}
