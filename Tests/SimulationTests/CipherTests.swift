import Cryptography
import DTLS
import MediaPlane
import Net
import SRTP
import TestSupport
import Testing

/// Sessions encrypt with what they were told to, and peers cannot tell the difference.
@Suite struct CipherTests {
    struct Case: CustomTestStringConvertible {
        let profile: SRTPProfile
        let engine: CipherEngine
        var testDescription: String { "\(profile.name) by \(engine.name)" }
    }

    static let cases = SRTPProfile.allCases.flatMap { profile in
        CipherEngine.allCases.filter(\.isAvailable).map { Case(profile: profile, engine: $0) }
    }

    @Test(arguments: cases) func sessionsUseTheirEngine(_ chosen: Case) throws {
        let simulation = try Simulation(seed: 21, settings: MediaSettings(cipherEngine: chosen.engine))
        var plan = ViewerPlan()
        plan.profiles = [chosen.profile.rawValue]
        let (_, viewers) = try simulation.connect(viewers: 3, viewer: plan)
        simulation.run(for: .seconds(1))
        let sessions = simulation.command { $0.state(index: 0, port: 0).sessions }
        #expect(sessions.count == 4)
        #expect(sessions.allSatisfy { $0.cipher == chosen.engine.name })
        for viewer in viewers {
            #expect(viewer.profile == chosen.profile)
            viewer.expectIntact()
        }
    }
}
