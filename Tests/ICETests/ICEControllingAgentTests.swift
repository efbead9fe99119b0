import Bytes
import ICE
import Net
import STUN
import TestSupport
import Testing

/// The controlling agent alone, against single datagrams.
struct ICEControllingAgentTests {
    private let start = Instant(nanoseconds: 0)
    private let ours: ICECredentials
    private let theirs: ICECredentials

    init() {
        var random = SeededRandom(seed: 7)
        ours = .random(using: &random)
        theirs = .random(using: &random)
    }

    /// An agent and the checks that it sends at its start.
    private func agent(
        candidates: [SocketAddress]
    ) -> (agent: ICEControllingAgent, checks: [(datagram: [UInt8], destination: SocketAddress)]) {
        var random = SeededRandom(seed: 8)
        var agent = ICEControllingAgent(
            local: ours, remote: theirs, candidates: candidates, now: start, random: &random)
        let checks = due(&agent, at: start)
        return (agent, checks)
    }

    private func due(
        _ agent: inout ICEControllingAgent, at now: Instant
    ) -> [(datagram: [UInt8], destination: SocketAddress)] {
        var random = SeededRandom(seed: UInt64(now.nanoseconds) + 9)
        var checks: [(datagram: [UInt8], destination: SocketAddress)] = []
        agent.handleTimeout(now: now, random: &random) { checks.append(($0, $1)) }
        return checks
    }

    private func response(
        to request: [UInt8], _ class: STUNClass = .success, password: String?, error: STUNErrorCode? = nil
    ) throws -> [UInt8] {
        let message = try STUNMessage(parsing: request.span)
        var writer = STUNMessageWriter(`class`, .binding, transactionID: message.transactionID)
        if let error { writer.write(error) } else { writer.write(.xorMappedAddress, xor: address(1)) }
        var output = ByteWriter()
        writer.finish(authenticatedBy: password.map(STUNIntegrityKey.init(password:)), into: &output)
        return output.bytes
    }

    private func receive(
        _ datagram: [UInt8], from source: SocketAddress, at now: Instant = Instant(nanoseconds: 0),
        by agent: inout ICEControllingAgent
    ) -> (verdict: ICEVerdict, response: [UInt8]) {
        var output = ByteWriter()
        let verdict = agent.receive(datagram.span, from: source, now: now, output: &output)
        return (verdict, output.bytes)
    }

    @Test func aCheckCarriesWhatAPeerAsksFor() throws {
        let (_, checks) = agent(candidates: [address(100)])
        #expect(checks.count == 1 && checks[0].destination == address(100))
        let datagram = checks[0].datagram
        let message = try STUNMessage(parsing: datagram.span)
        #expect(message.class == .request && message.method == .binding && message.hasFingerprint)
        let isAuthentic = message.isAuthentic(under: STUNIntegrityKey(password: theirs.password), in: datagram.span)
        #expect(isAuthentic)
        let username = try #require(message.attribute(.username)).value
        #expect(Array(datagram[username]) == Array("\(theirs.ufrag):\(ours.ufrag)".utf8))
        #expect(try message.uint32(.priority, in: datagram.span) == 0x6EFF_FFFF)
        #expect(try message.uint64(.iceControlling, in: datagram.span) != nil)
        #expect(try message.flag(.useCandidate))
    }

    @Test func onlyTheGenuineResponseSelects() throws {
        var (agent, checks) = agent(candidates: [address(100)])
        let check = checks[0].datagram
        let genuine = try response(to: check, password: theirs.password)
        #expect(
            receive(try response(to: check, password: ours.password), from: address(100), by: &agent).verdict
                == .discarded(.wrongIntegrity))
        #expect(
            receive(try response(to: check, password: nil), from: address(100), by: &agent).verdict
                == .discarded(.unauthenticated))
        #expect(receive(genuine, from: address(101), by: &agent).verdict == .discarded(.asymmetric))
        let refusal = try response(to: check, .failure, password: theirs.password, error: .roleConflict)
        #expect(receive(refusal, from: address(100), by: &agent).verdict == .discarded(.refusedByPeer))
        let stranger = CheckBuilder(to: theirs, from: ours).with { $0.class = .success }.datagram
        #expect(receive(stranger, from: address(100), by: &agent).verdict == .discarded(.unknownTransaction))
        #expect(agent.selected == nil)
        #expect(
            receive(genuine, from: address(100), by: &agent) == (.checked(selected: address(100), changed: true), []))
        #expect(receive(genuine, from: address(100), by: &agent).verdict == .discarded(.unknownTransaction))
    }

    /// A response that somebody recorded renews consent no second time.
    @Test func aConsentResponseCountsOnce() throws {
        var (agent, checks) = agent(candidates: [address(100)])
        _ = receive(try response(to: checks[0].datagram, password: theirs.password), from: address(100), by: &agent)
        let asked = agent.deadline
        let consent = try response(to: try #require(due(&agent, at: asked).first).datagram, password: theirs.password)
        #expect(
            receive(consent, from: address(100), at: asked, by: &agent).verdict
                == .checked(selected: address(100), changed: false))
        let later = asked.advanced(by: .seconds(3))
        #expect(
            receive(consent, from: address(100), at: later, by: &agent).verdict == .discarded(.unknownTransaction))
        #expect(agent.isExpired(at: asked.advanced(by: ICETiming.consentTimeout)))
    }

    @Test func checksArePacedAndBounded() {
        var (agent, sent) = agent(candidates: (100..<130).map { address($0) })
        var times = [start]
        while sent.count < 64 {
            let now = agent.deadline
            let checks = due(&agent, at: now)
            #expect(checks.count == 1)
            sent += checks
            times.append(now)
        }
        #expect(Set(sent.map(\.destination)).count == ICEControllingAgent.maximumCandidates)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0.duration(to: $1) == .milliseconds(50) })
    }

    @Test func aLateTimerDoesNotMakeUpForMissedChecks() {
        var (agent, _) = agent(candidates: [address(100)])
        let late = start.advanced(by: .seconds(5))
        #expect(due(&agent, at: late).count == 1)
        #expect(agent.deadline == late.advanced(by: .milliseconds(500)))
        #expect(due(&agent, at: start.advanced(by: .seconds(10))).isEmpty, "the session is over")
    }

    @Test func withoutCandidatesItTimesOut() {
        let (agent, checks) = agent(candidates: [])
        #expect(checks.isEmpty)
        #expect(agent.deadline == start.advanced(by: ICETiming.connectTimeout))
        #expect(agent.isExpired(at: agent.deadline))
    }

    @Test func answersThePeersChecksButKeepsItsRole() throws {
        var (agent, _) = agent(candidates: [address(100)])
        let check = CheckBuilder(to: ours, from: theirs).with { $0.role = .iceControlled }
        let accepted = receive(check.datagram, from: address(100), by: &agent)
        #expect(accepted.verdict == .checked(selected: nil, changed: false))
        #expect(try STUNMessage(parsing: accepted.response.span).class == .success)
        let conflict = check.with { $0.role = .iceControlling }
        #expect(receive(conflict.datagram, from: address(100), by: &agent).verdict == .answered(.roleConflict))
        let forged = check.with { $0.password = theirs.password }
        #expect(receive(forged.datagram, from: address(100), by: &agent) == (.discarded(.wrongIntegrity), []))
        let indication = check.with { $0.class = .indication }
        #expect(receive(indication.datagram, from: address(100), by: &agent) == (.discarded(.notARequest), []))
    }
}
