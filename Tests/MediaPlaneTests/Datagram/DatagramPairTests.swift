import MediaPlane
import Net
import Testing

/// Two neighbouring ports, for RTP and RTCP.
@Suite(.timeLimit(.minutes(1))) struct DatagramPairTests {
    private let loop: DatagramLoop

    init() throws {
        loop = try DatagramLoop(name: "pairs")
    }

    @Test func thePairBeginsWithAnEvenPort() async throws {
        defer { loop.stop() }
        var inbox = Inbox(loop)
        var ports: Set<UInt16> = []
        for index in 0..<100 {
            let pair = try inbox.receiver.openPair(firstPort: 0, tag: index * 2)
            #expect(pair.rtp.port % 2 == 0 && pair.rtcp.port == pair.rtp.port + 1)
            ports.formUnion([pair.rtp.port, pair.rtcp.port])
            #expect(pair.rtp.send([1], to: pair.rtcp.destination()))
            #expect(try await inbox.datagrams(1)[0].tag == index * 2 + 1)
            #expect(pair.rtcp.send([1], to: pair.rtp.destination()))
            #expect(try await inbox.datagrams(1)[0].tag == index * 2)
        }
        #expect(ports.count == 200 && loop.socketCount == 200)
    }

    @Test func aPairOfOnesChoiceIsThatOrNone() throws {
        defer { loop.stop() }
        let inbox = Inbox(loop)
        let first = try inbox.receiver.openPair(firstPort: 0, tag: 0)
        let port = first.rtp.port
        #expect(throws: SocketError.portTaken(port)) { try inbox.receiver.openPair(firstPort: port, tag: 0) }
        first.rtp.close()
        #expect(throws: SocketError.portTaken(port + 1)) { try inbox.receiver.openPair(firstPort: port, tag: 0) }
        #expect(loop.socketCount == 1)
        first.rtcp.close()
        let again = try inbox.receiver.openPair(firstPort: port, tag: 0)
        #expect(again.rtp.port == port && again.rtcp.port == port + 1 && loop.socketCount == 2)
        // An odd one begins no pair.
        #expect(throws: SocketError.self) { try inbox.receiver.openPair(firstPort: port + 3, tag: 0) }
    }
}
