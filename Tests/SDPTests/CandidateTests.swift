import Net
import SDP
import Testing

struct CandidateTests {
    @Test(arguments: [
        (
            "1 1 udp 2130706431 192.0.2.1 8189 typ host",
            Candidate(foundation: "1", priority: 2_130_706_431, address: "192.0.2.1", port: 8189)
        ),
        (
            "2018738628 1 tcp 1518214911 2001:db8::1 9 typ host tcptype active generation 0 network-id 1",
            Candidate(
                foundation: "2018738628", transport: .tcp, priority: 1_518_214_911, address: "2001:db8::1", port: 9,
                tcpType: .active,
                extensions: [.init(name: "generation", value: "0"), .init(name: "network-id", value: "1")])
        ),
        (
            "a+/ 2 udp 4294967295 0b7c9a2e-0d5e-4d5b-8f2c-6d1f5a3b2c1d.local 65535 typ srflx raddr 0.0.0.0 rport 0",
            Candidate(
                foundation: "a+/", component: 2, priority: .max, address: "0b7c9a2e-0d5e-4d5b-8f2c-6d1f5a3b2c1d.local",
                port: 65_535, kind: .serverReflexive, relatedAddress: "0.0.0.0", relatedPort: 0)
        ),
        (
            "1 1 ssltcp 1 192.0.2.1 1 typ tunnel",
            Candidate(
                foundation: "1", transport: .other("ssltcp"), priority: 1, address: "192.0.2.1", port: 1,
                kind: .other("tunnel"))
        ),
    ]) func readsAndPrintsTheSame(text: String, candidate: Candidate) {
        #expect(Candidate(text[...]) == candidate)
        #expect(candidate.description == text)
    }

    @Test(arguments: [
        "", "1", "1 1 udp 1 192.0.2.1 1", "1 1 udp 1 192.0.2.1 1 typ", "1 1 udp 1 192.0.2.1 1 host host",
        "1 0 udp 1 192.0.2.1 1 typ host", "1 257 udp 1 192.0.2.1 1 typ host", "1 1 udp 4294967296 192.0.2.1 1 typ host",
        "1 1 udp -1 192.0.2.1 1 typ host", "1 1 udp 1 192.0.2.1 65536 typ host",
        "1 1 udp 1 192.0.2.1 1 typ host generation",
        "1 1 udp 1 192.0.2.1 1 typ host rport x", "1 1 tcp 1 192.0.2.1 1 typ host tcptype up",
    ]) func refuses(text: String) {
        #expect(Candidate(text[...]) == nil)
    }

    @Test func knowsWhereToSend() {
        #expect(
            Candidate("1 1 UDP 1 192.0.2.1 5 typ host")?.socketAddress
                == IPAddress("192.0.2.1").map { SocketAddress(ip: $0, port: 5) })
        #expect(Candidate("1 1 UDP 1 192.0.2.1 5 typ host")?.transport == .udp)
        #expect(Candidate("1 1 udp 1 name.local 5 typ host")?.socketAddress == nil)
    }

    @Test(arguments: [(0, UInt32(2_130_706_431)), (1, 2_130_706_175), (100_000, 2_113_929_471), (-1, 2_130_706_431)])
    func earlierHostsComeFirst(index: Int, priority: UInt32) {
        #expect(Candidate(host: SocketAddress(ip: .loopbackV6, port: 1), index: index).priority == priority)
    }
}
