import Bytes
import Figures
import ICE
import Net
import RTP

/// What the smaller steps of a datagram's way cost.
enum ParsingBenchmark {
    static func run() throws -> Table {
        var table = Table("A datagram's way", columns: ["each"])
        table.add("RTP header and its five header extensions read", [header()])
        table.add("ICE check authenticated and answered", [try check()])
        return table
    }

    /// Extensions as a browser sends them with simulcast.
    private static func header() -> Double {
        var writer = ByteWriter()
        RTPHeader.write(
            payloadType: 96, marker: true, sequence: 1, timestamp: 2, ssrc: 3, hasExtension: true, to: &writer)
        let extensions = HeaderExtensionWriter(.oneByte, to: &writer)
        for (id, length) in [(1, 3), (2, 2), (3, 3), (4, 1), (10, 1)] {
            _ = extensions.append(id: UInt8(id), data: [UInt8](repeating: 0x41, count: length).span, to: &writer)
        }
        extensions.finish(&writer)
        writer.writeZeros(1_100)
        let packet = writer.bytes
        return Measurement.median(perUnitOf: 100_000) {
            var found = 0
            for _ in 0..<100_000 {
                guard let header = try? RTPHeader.parse(packet.span) else { continue }
                var elements = HeaderExtensionElements(header)
                while let element = elements.next(in: packet.span) { found += Int(element.offset) }
            }
            keep(found)
        }
    }

    private static func check() throws -> Double {
        var random = SystemRandomNumberGenerator()
        let (ours, theirs) = (ICECredentials.random(using: &random), ICECredentials.random(using: &random))
        let now = Instant(nanoseconds: 0)
        let address = SocketAddress(ip: .loopbackV4, port: 9)
        var browser = ICEControllingAgent(
            local: theirs, remote: ours, candidates: [address], now: now, random: &random)
        var check: [UInt8] = []
        browser.handleTimeout(now: now, random: &random) { datagram, _ in check = datagram }
        var agent = ICELiteAgent(local: ours, remote: theirs, now: now)
        return try Measurement.median(perUnitOf: 5_000) {
            for _ in 0..<5_000 {
                var answer = ByteWriter()
                guard case .checked = agent.receive(check.span, from: address, now: now, output: &answer),
                    answer.count > 0
                else { throw BenchmarkError.wrong("an ICE check was not answered") }
            }
        }
    }
}
