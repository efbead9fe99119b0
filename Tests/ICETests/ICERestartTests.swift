import Bytes
import ICE
import Net
import TestSupport
import Testing

struct ICERestartTests {
    private let start = Instant(nanoseconds: 0)
    /// Our credentials and the peer's, generation by generation.
    private let ours: [ICECredentials]
    private let theirs: [ICECredentials]

    init() {
        var random = SeededRandom(seed: 6)
        ours = (0..<3).map { _ in .random(using: &random) }
        theirs = (0..<3).map { _ in .random(using: &random) }
    }

    /// What the agent makes of a check of a generation.
    private func check(
        _ generation: Int, from port: UInt16 = 1, nominates: Bool = true, after seconds: Int,
        by agent: inout ICELiteAgent
    ) -> ICEVerdict {
        let datagram = CheckBuilder(to: ours[generation], from: theirs[generation], nominates: nominates).datagram
        var output = ByteWriter()
        return agent.receive(
            datagram.span, from: address(port), now: start.advanced(by: .seconds(seconds)), output: &output)
    }

    private func restart(_ agent: inout ICELiteAgent, to generation: Int, after seconds: Int) {
        agent.restart(
            local: ours[generation], remote: theirs[generation], now: start.advanced(by: .seconds(seconds)))
        #expect(agent.local == ours[generation])
    }

    @Test func oldCredentialsServeUntilTheFirstNewCheck() {
        var agent = ICELiteAgent(local: ours[0], remote: theirs[0], now: start)
        #expect(check(0, after: 1, by: &agent) == .checked(selected: address(1), changed: true))
        restart(&agent, to: 1, after: 2)
        #expect(agent.selected == address(1))
        #expect(check(0, after: 3, by: &agent) == .checked(selected: address(1), changed: false))
        #expect(
            check(1, from: 2, nominates: false, after: 4, by: &agent) == .checked(selected: address(1), changed: false))
        #expect(check(0, after: 5, by: &agent) == .discarded(.wrongUsername))
        #expect(check(1, from: 2, after: 6, by: &agent) == .checked(selected: address(2), changed: true))
    }

    @Test func generationsDoNotMix() {
        var agent = ICELiteAgent(local: ours[0], remote: theirs[0], now: start)
        _ = check(0, after: 1, by: &agent)
        restart(&agent, to: 1, after: 2)
        for (receiver, sender) in [(0, 1), (1, 0)] {
            let datagram = CheckBuilder(to: ours[receiver], from: theirs[sender]).datagram
            var output = ByteWriter()
            #expect(
                agent.receive(datagram.span, from: address(1), now: start.advanced(by: .seconds(3)), output: &output)
                    == .discarded(.wrongUsername))
        }
    }

    @Test func ofTwoRestartsInARowTheProvenGenerationServesOn() {
        var agent = ICELiteAgent(local: ours[0], remote: theirs[0], now: start)
        _ = check(0, after: 1, by: &agent)
        restart(&agent, to: 1, after: 2)
        restart(&agent, to: 2, after: 3)
        #expect(check(1, after: 4, by: &agent) == .discarded(.wrongUsername))
        #expect(check(0, after: 4, by: &agent) == .checked(selected: address(1), changed: false))
        #expect(check(2, after: 5, by: &agent) == .checked(selected: address(1), changed: false))
        #expect(check(0, after: 6, by: &agent) == .discarded(.wrongUsername))
    }

    @Test func beforeAnyCheckARestartReplaces() {
        var agent = ICELiteAgent(local: ours[0], remote: theirs[0], now: start)
        restart(&agent, to: 1, after: 9)
        #expect(check(0, after: 10, by: &agent) == .discarded(.wrongUsername))
        #expect(check(1, after: 18, by: &agent) == .checked(selected: address(1), changed: true))
    }

    @Test func aRestartGivesTimeToConnect() {
        var agent = ICELiteAgent(local: ours[0], remote: theirs[0], now: start)
        _ = check(0, after: 1, by: &agent)
        restart(&agent, to: 1, after: 5)
        #expect(agent.deadline == start.advanced(by: .seconds(31)), "never less than before")
        restart(&agent, to: 1, after: 29)
        #expect(agent.deadline == start.advanced(by: .seconds(39)))
        restart(&agent, to: 2, after: 60)
        #expect(check(2, after: 69, by: &agent) == .checked(selected: address(1), changed: false))
    }
}
