import Bytes
import ICE
import Net
import STUN
import TestSupport
import Testing

/// The lite agent alone, against single datagrams.
struct ICELiteAgentTests {
    private let start = Instant(nanoseconds: 0)
    private let ours: ICECredentials
    private let theirs: ICECredentials
    private let check: CheckBuilder

    init() {
        var random = SeededRandom(seed: 5)
        ours = .random(using: &random)
        theirs = .random(using: &random)
        check = CheckBuilder(to: ours, from: theirs)
    }

    private func agent() -> ICELiteAgent {
        ICELiteAgent(local: ours, remote: theirs, now: start)
    }

    /// What the agent makes of the datagram, and the response.
    private func receive(
        _ datagram: [UInt8], from source: SocketAddress = address(1), after seconds: Int = 0,
        by agent: inout ICELiteAgent
    ) -> (verdict: ICEVerdict, response: [UInt8]) {
        var output = ByteWriter()
        let verdict = agent.receive(
            datagram.span, from: source, now: start.advanced(by: .seconds(seconds)), output: &output)
        return (verdict, output.bytes)
    }

    @Test(arguments: [
        address(1), SocketAddress(ip: IPAddress(high: 0x2001_0DB8_0000_0000, low: 1), port: 65_535),
    ]) func answersACheckWithTheAddressItCameFrom(source: SocketAddress) throws {
        var agent = agent()
        let (verdict, response) = receive(check.datagram, from: source, by: &agent)
        #expect(verdict == .checked(selected: nil, changed: false))
        let message = try STUNMessage(parsing: response.span)
        #expect(message.class == .success)
        #expect(message.transactionID == check.transactionID)
        let isAuthentic = message.isAuthentic(under: STUNIntegrityKey(password: ours.password), in: response.span)
        #expect(isAuthentic)
        #expect(message.hasFingerprint)
        #expect(try message.xorAddress(.xorMappedAddress, in: response.span) == source)
        #expect(response.count <= check.datagram.count)
    }

    struct Discard: CustomTestStringConvertible {
        let testDescription: String
        let reason: ICEDiscardReason
        let change: @Sendable (inout CheckBuilder) -> Void
    }

    static let discards = [
        Discard(testDescription: "no password", reason: .unauthenticated) { $0.password = nil },
        Discard(testDescription: "wrong password", reason: .wrongIntegrity) { $0.password = "guessedguessedguessed1" },
        Discard(testDescription: "no username", reason: .unauthenticated) { $0.username = nil },
        Discard(testDescription: "empty username", reason: .wrongUsername) { $0.username = "" },
        Discard(testDescription: "other local ufrag", reason: .wrongUsername) {
            $0.username = "x" + ($0.username ?? "")
        },
        Discard(testDescription: "other remote ufrag", reason: .wrongUsername) {
            $0.username = String(($0.username ?? "").dropLast()) + "%"
        },
        Discard(testDescription: "longer username", reason: .wrongUsername) { $0.username = ($0.username ?? "") + "x" },
        Discard(testDescription: "no remote ufrag", reason: .wrongUsername) {
            $0.username = $0.username?.split(separator: ":").first.map { $0 + ":" }
        },
        Discard(testDescription: "indication", reason: .notARequest) { $0.class = .indication },
        Discard(testDescription: "success response", reason: .notARequest) { $0.class = .success },
        Discard(testDescription: "error response", reason: .notARequest) { $0.class = .failure },
        Discard(testDescription: "TURN Allocate", reason: .notARequest) { $0.method = STUNMethod(rawValue: 3) },
    ]

    @Test(arguments: discards) func discardsInSilence(discard: Discard) {
        var agent = agent()
        let datagram = check.with { $0.nominates = true }.with(discard.change).datagram
        let (verdict, response) = receive(datagram, after: 9, by: &agent)
        #expect(verdict == .discarded(discard.reason))
        #expect(response.isEmpty)
        #expect(agent.selected == nil && !agent.isValidated(address(1)))
        #expect(agent.deadline == start.advanced(by: ICETiming.connectTimeout))
    }

    @Test func discardsWhatIsBrokenOrForged() {
        var agent = agent()
        var forged = check.datagram
        forged[forged.count - 1] ^= 1
        #expect(receive(forged, by: &agent).verdict == .discarded(.wrongFingerprint))
        #expect(receive(Array(check.datagram.dropLast()), by: &agent).verdict == .discarded(.malformed))
        #expect(receive([], by: &agent).verdict == .discarded(.malformed))
        #expect(!agent.isValidated(address(1)))
    }

    /// A stranger's USE-CANDIDATE behind MESSAGE-INTEGRITY nominates nothing.
    @Test func doesNotNominateByWhatFollowsIntegrity() {
        var agent = agent()
        var forged = ByteWriter()
        forged.write(check.datagram.dropLast(8))
        forged.write([0x00, 0x25, 0x00, 0x00] as [UInt8])
        forged.patch(UInt16(forged.count - 20), at: 2)
        #expect(receive(forged.bytes, by: &agent).verdict == .checked(selected: nil, changed: false))
    }

    struct Refusal: CustomTestStringConvertible {
        let testDescription: String
        let code: STUNErrorCode
        let change: @Sendable (inout CheckBuilder) -> Void
    }

    static let refusals = [
        Refusal(testDescription: "unknown attribute", code: .unknownAttribute) { $0.extra = [(0x7FFE, [])] },
        Refusal(testDescription: "two priorities, the first malformed", code: .badRequest) {
            $0.extra = [(0x802A, [])]
            $0.role = nil
        },
        Refusal(testDescription: "both roles", code: .badRequest) { $0.extra = [(0x8029, [0, 0, 0, 0, 0, 0, 0, 0])] },
        Refusal(testDescription: "USE-CANDIDATE with a value", code: .badRequest) {
            $0.nominates = false
            $0.extra = [(0x0025, [1])]
        },
        Refusal(testDescription: "controlled like us", code: .roleConflict) { $0.role = .iceControlled },
    ]

    @Test(arguments: refusals) func refusesWithAnAuthenticatedError(refusal: Refusal) throws {
        var agent = agent()
        let datagram = check.with { $0.nominates = true }.with(refusal.change).datagram
        let (verdict, response) = receive(datagram, after: 9, by: &agent)
        #expect(verdict == .answered(refusal.code))
        let message = try STUNMessage(parsing: response.span)
        #expect(message.class == .failure)
        #expect(message.transactionID == check.transactionID)
        #expect(try message.errorCode(in: response.span) == refusal.code.number)
        let isAuthentic = message.isAuthentic(under: STUNIntegrityKey(password: ours.password), in: response.span)
        #expect(isAuthentic)
        #expect(
            try message.listedUnknownAttributes(in: response.span)
                == (refusal.code == .unknownAttribute ? [STUNAttributeType(rawValue: 0x7FFE)] : nil))
        #expect(agent.selected == nil && !agent.isValidated(address(1)))
        #expect(agent.deadline == start.advanced(by: ICETiming.connectTimeout))
    }

    @Test func takesACheckThatClaimsNoRoleOrCarriesOptionalAttributes() {
        var agent = agent()
        let datagram = check.with {
            $0.role = nil
            $0.extra = [(0xC057, [0, 1, 0, 2]), (0x8022, Array("odd".utf8))]
        }.datagram
        #expect(receive(datagram, by: &agent).verdict == .checked(selected: nil, changed: false))
    }

    @Test func takesAnyRemoteUfragWhileThePeerIsUnknown() {
        var agent = ICELiteAgent(local: ours, remote: nil, now: start)
        #expect(receive(check.datagram, by: &agent).verdict == .checked(selected: nil, changed: false))
        let halved = check.with { $0.username = "\(ours.ufrag):" }.datagram
        #expect(receive(halved, by: &agent).verdict == .discarded(.wrongUsername))
        let foreign = check.with { $0.username = "\(theirs.ufrag):\(ours.ufrag)" }.datagram
        #expect(receive(foreign, by: &agent).verdict == .discarded(.wrongUsername))
    }

    @Test func theNewestNominationDecides() {
        var agent = agent()
        let nominating = check.with { $0.nominates = true }.datagram
        #expect(
            receive(check.datagram, from: address(1), by: &agent).verdict == .checked(selected: nil, changed: false))
        #expect(agent.isValidated(address(1)))
        #expect(
            receive(nominating, from: address(1), by: &agent).verdict == .checked(selected: address(1), changed: true))
        #expect(
            receive(nominating, from: address(1), by: &agent).verdict == .checked(selected: address(1), changed: false))
        #expect(
            receive(check.datagram, from: address(2), by: &agent).verdict
                == .checked(selected: address(1), changed: false))
        #expect(agent.isValidated(address(2)))
        #expect(
            receive(nominating, from: address(2), by: &agent).verdict == .checked(selected: address(2), changed: true))
        #expect(agent.selected == address(2))
    }

    @Test func remembersSixteenAddressesAndNeverForgetsTheSelectedOne() {
        var agent = agent()
        _ = receive(check.with { $0.nominates = true }.datagram, from: address(1), by: &agent)
        for port in 2...40 { _ = receive(check.datagram, from: address(UInt16(port)), by: &agent) }
        let known = (1...40).filter { agent.isValidated(address(UInt16($0))) }
        #expect(known == [1] + Array(26...40))
        #expect(known.count == ICELiteAgent.maximumValidatedAddresses)
    }

    @Test func connectTimeoutIsAbsolute() {
        var agent = agent()
        #expect(!agent.isExpired(at: start.advanced(by: .milliseconds(9_999))))
        #expect(agent.isExpired(at: start.advanced(by: .seconds(10))))
        let late = receive(check.datagram, after: 10, by: &agent)
        #expect(late.verdict == .discarded(.expired))
        #expect(late.response.isEmpty)
        #expect(agent.isExpired(at: start.advanced(by: .seconds(10))))
    }

    @Test func everyAuthenticatedCheckRenewsConsent() {
        var agent = agent()
        for seconds in [9, 38, 67] {
            #expect(
                receive(check.datagram, after: seconds, by: &agent).verdict == .checked(selected: nil, changed: false))
        }
        #expect(agent.deadline == start.advanced(by: .seconds(97)))
        #expect(!agent.isExpired(at: start.advanced(by: .milliseconds(96_999))))
        #expect(agent.isExpired(at: start.advanced(by: .seconds(97))))
    }
}
