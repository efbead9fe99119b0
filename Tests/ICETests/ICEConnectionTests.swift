import ICE
import Net
import STUN
import TestSupport
import Testing

/// Both agents over a network, in virtual time.
struct ICEConnectionTests {
    @Test func connectsInOneRoundTrip() {
        var pair = ICEPair()
        pair.run(for: .milliseconds(41))
        #expect(pair.lite.selected == address(1))
        #expect(pair.controlling.selected == address(100))
        #expect(pair.controllingVerdicts.map(\.verdict) == [.checked(selected: address(100), changed: true)])
    }

    @Test func theCandidateThatAnswersIsNominatedOnBothSides() {
        var pair = ICEPair(candidates: (100..<104).map { address($0) })
        pair.unreachable = [address(100), address(101)]
        pair.run(for: .milliseconds(141))
        #expect(pair.lite.isValidated(address(1)))
        #expect(pair.lite.selected == nil, "checked at 120 ms, but not nominated before 160 ms")
        pair.run(for: .milliseconds(60))
        #expect(pair.lite.selected == address(1))
        #expect(pair.controlling.selected == address(102))
    }

    @Test(arguments: UInt64(0)..<100) func connectsWhereEverySecondDatagramIsLost(seed: UInt64) {
        var pair = ICEPair(seed: seed, candidates: [address(100), address(101)], connectTimeout: .seconds(30))
        pair.loss = 0.5
        pair.run(until: pair.now.advanced(by: .seconds(30))) { $0.controlling.selected != nil }
        #expect(pair.controlling.selected != nil)
        #expect(pair.lite.selected == pair.controllingAddress)
    }

    @Test(arguments: UInt64(0)..<20) func staysConnectedWhereEveryTenthDatagramIsLost(seed: UInt64) {
        var pair = ICEPair(seed: seed)
        pair.loss = 0.1
        pair.run(for: .seconds(600))
        #expect(!pair.lite.isExpired(at: pair.now))
        #expect(!pair.controlling.isExpired(at: pair.now))
    }

    @Test func connectsWhenTheRoundTripIsLongerThanThePaceOfChecks() {
        var pair = ICEPair(candidates: [address(100), address(101)])
        pair.delay = .milliseconds(1_500)
        pair.run(for: .seconds(7))
        #expect(pair.controlling.selected == address(100))
        #expect(pair.lite.selected == address(1))
    }

    @Test func theSameSeedRepeatsTheSameConnection() {
        func datagrams() -> [[UInt8]] {
            var pair = ICEPair(seed: 3)
            pair.loss = 0.3
            pair.run(for: .seconds(60))
            return pair.transmissions.map(\.datagram)
        }
        let first = datagrams()
        #expect(first.count > 10)
        #expect(datagrams() == first)
    }

    @Test func consentIsAskedForEveryFiveSecondsMoreOrLess() throws {
        var pair = ICEPair()
        pair.run(for: .seconds(300))
        let times = pair.transmissions.dropFirst().map(\.time)
        let pauses = zip(times, times.dropFirst()).map { $0.duration(to: $1) }
        #expect((50...75).contains(times.count))
        #expect(pauses.allSatisfy { (.seconds(4)...(.seconds(6))).contains($0) })
        #expect(Set(pauses).count > 40)
        let transactions = try pair.transmissions.map { try STUNMessage(parsing: $0.datagram.span).transactionID }
        #expect(Set(transactions).count == transactions.count)
    }

    @Test func consentExpiresThirtySecondsAfterTheLastCheck() throws {
        var pair = ICEPair()
        pair.run(for: .seconds(60))
        let lastCheck = try #require(pair.liteVerdicts.last).time
        let lastResponse = try #require(pair.controllingVerdicts.last).time
        pair.loss = 1
        pair.run(for: .seconds(40))
        // A check may have been under way when the network went.
        #expect(pair.lite.deadline == lastCheck.advanced(by: .seconds(30)))
        #expect(pair.lite.isExpired(at: pair.now))
        #expect(!pair.controlling.isExpired(at: lastResponse.advanced(by: .milliseconds(29_999))))
        #expect(pair.controlling.isExpired(at: lastResponse.advanced(by: .seconds(30))))
        let sent = pair.transmissions.count
        pair.loss = 0
        pair.run(for: .seconds(60))
        #expect(pair.transmissions.count == sent, "an expired agent is silent")
    }

    @Test func anOutageOfTwentySecondsIsSurvived() {
        var pair = ICEPair()
        pair.run(for: .seconds(10))
        pair.loss = 1
        pair.run(for: .seconds(20))
        pair.loss = 0
        pair.run(for: .seconds(60))
        #expect(!pair.lite.isExpired(at: pair.now))
        #expect(!pair.controlling.isExpired(at: pair.now))
    }

    @Test func aStrangerWithoutThePasswordNeverConnects() {
        var random = SeededRandom(seed: 99)
        var wrongPassword = ICEPair(controllingRemote: .random(using: &random))
        wrongPassword.run(for: .seconds(20))
        #expect(wrongPassword.lite.selected == nil && wrongPassword.controlling.selected == nil)
        #expect(!wrongPassword.liteVerdicts.isEmpty)
        #expect(wrongPassword.liteVerdicts.allSatisfy { $0.verdict == .discarded(.wrongUsername) })
        #expect(wrongPassword.controllingVerdicts.isEmpty)
        var wrongPeer = ICEPair(liteRemote: .random(using: &random))
        wrongPeer.run(for: .seconds(20))
        #expect(wrongPeer.lite.selected == nil && wrongPeer.controlling.selected == nil)
    }

    @Test func mediaFollowsANewAddressAtTheNextCheck() throws {
        var pair = ICEPair()
        pair.run(for: .seconds(10))
        #expect(pair.lite.selected == address(1))
        pair.controllingAddress = address(2)
        pair.run(for: .seconds(7))
        #expect(pair.lite.selected == address(2))
        let moves = pair.liteVerdicts.filter { $0.verdict == .checked(selected: $0.source, changed: true) }
        #expect(moves.map(\.source) == [address(1), address(2)])
        pair.run(for: .seconds(60))
        #expect(!pair.controlling.isExpired(at: pair.now) && !pair.lite.isExpired(at: pair.now))
    }

    @Test(arguments: [0.0, 0.3]) func bothSidesRestartWithoutLosingThePath(loss: Double) {
        var pair = ICEPair(seed: 11)
        pair.run(for: .seconds(20))
        pair.loss = loss
        let ours = ICECredentials.random(using: &pair.random)
        let theirs = ICECredentials.random(using: &pair.random)
        pair.lite.restart(local: ours, remote: theirs, now: pair.now)
        pair.run(for: .seconds(7))
        #expect(
            pair.liteVerdicts.last?.verdict == .checked(selected: address(1), changed: false), "old checks still pass")
        pair.controllingAddress = address(2)
        pair.controlling.restart(
            local: theirs, remote: ours, candidates: [address(100), address(200)], now: pair.now)
        #expect(pair.controlling.selected == address(100) && pair.lite.selected == address(1))
        pair.unreachable = [address(100)]
        pair.run(for: .seconds(9))
        #expect(pair.controlling.selected == address(200))
        #expect(pair.lite.selected == address(2))
        #expect(pair.lite.local == ours)
    }
}
