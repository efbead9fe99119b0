import Testing

@testable import DTLS

struct DTLSFingerprintTests {
    private static let octets = (0..<64).map { ["0", "1", "A", "F"][$0 % 4] + ["7", "C", "E"][$0 % 3] }

    private static func text(_ count: Int) -> String { octets.prefix(count).joined(separator: ":") }

    @Test(arguments: DTLSFingerprint.Algorithm.allCases) func readsAndPrints(algorithm: DTLSFingerprint.Algorithm)
        throws
    {
        let line = "\(algorithm.rawValue) \(Self.text(algorithm.length))"
        let fingerprint = try #require(DTLSFingerprint(sdp: line))
        #expect(fingerprint.algorithm == algorithm && fingerprint.bytes.count == algorithm.length)
        #expect(fingerprint.description == line)
        #expect(DTLSFingerprint(sdp: line.lowercased()) == fingerprint)
        #expect(DTLSFingerprint(sdp: line.uppercased()) == fingerprint)
    }

    @Test(arguments: [
        "", "sha-256", "sha-256 ", "sha-256 \(text(31))", "sha-256 \(text(33))", "sha-256 \(text(32)):",
        "sha-256 \(text(32)) \(text(32))", "sha-384 \(text(32))", "sha-1 \(text(20))", "md5 \(text(16))",
        "sha-224 \(text(28))",
        "sha-256 \(text(31)):0G", "sha-256 \(text(31)):0", "sha-256 \(text(30)):001:0", "sha-256 \(text(31)): 0",
        "sha-256 \(text(31)):\u{FF10}0", "sha-256 \(octets.prefix(32).joined())",
    ])
    func refuses(line: String) {
        #expect(DTLSFingerprint(sdp: line) == nil)
    }

    @Test func identitiesAreNeverTheSame() throws {
        let first = try Identities.server.get().fingerprint
        #expect(first.algorithm == .sha256 && first.bytes.count == 32)
        #expect(try Identities.client.get().fingerprint != first)
        #expect(DTLSFingerprint(sdp: first.description) == first)
    }
}
