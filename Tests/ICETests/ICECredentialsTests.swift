import ICE
import TestSupport
import Testing

struct ICECredentialsTests {
    @Test(arguments: UInt64(0)..<100) func randomOnesAreValidAndKeepThePrefix(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let credentials = ICECredentials.random(ufragPrefix: "w+3/", using: &random)
        #expect(credentials.ufrag.hasPrefix("w+3/"))
        #expect(credentials.ufrag.count == 12 && credentials.password.count == 24)
        let read = try ICECredentials(ufrag: credentials.ufrag, password: credentials.password)
        #expect(read == credentials)
        let next = ICECredentials.random(ufragPrefix: "w+3/", using: &random)
        #expect(next.ufrag != credentials.ufrag && next.password != credentials.password)
    }

    @Test(arguments: ["", "abc", "abc:", "ab d", "abcé", String(repeating: "a", count: 257)])
    func refusesAUfrag(ufrag: String) {
        #expect(throws: ICEError.invalidUfrag) {
            try ICECredentials(ufrag: ufrag, password: String(repeating: "p", count: 22))
        }
    }

    @Test(arguments: [21, 257]) func refusesAPassword(length: Int) {
        #expect(throws: ICEError.invalidPassword) {
            try ICECredentials(ufrag: "abcd", password: String(repeating: "p", count: length))
        }
    }

    @Test(arguments: [(4, 22), (256, 256)]) func takesTheShortestAndTheLongest(ufrag: Int, password: Int) throws {
        let credentials = try ICECredentials(
            ufrag: String(repeating: "u", count: ufrag), password: String(repeating: "p", count: password))
        #expect(credentials.ufrag.count == ufrag && credentials.password.count == password)
    }

    @Test func doNotPrintThePassword() throws {
        let credentials = try ICECredentials(ufrag: "abcd", password: "sesamesesamesesamesesame")
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] { #expect(!text.contains("sesame")) }
    }
}
