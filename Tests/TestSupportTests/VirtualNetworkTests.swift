import Net
import TestSupport
import Testing

@Suite struct VirtualNetworkTests {
    private let alice = SocketAddress(ip: .loopbackV4, port: 1000)
    private let bob = SocketAddress(ip: .loopbackV4, port: 2000)

    @Test func aPerfectLinkDeliversEverythingAtOnceAndInOrder() {
        let (arrivals, network) = exchange(LinkConditions(), count: 100)
        #expect(arrivals.map(\.number) == Array(0..<100))
        #expect(arrivals.allSatisfy { $0.travelled == .zero })
        #expect(network.statistics(from: alice, to: bob).delivered == 100)
        #expect(network.statistics(from: bob, to: alice) == LinkStatistics())
    }

    @Test(arguments: [0.01, 0.05, 0.1, 0.5])
    func lossTakesItsShare(_ loss: Double) {
        let (arrivals, network) = exchange(LinkConditions(loss: loss), count: 20_000)
        let share = 1 - Double(arrivals.count) / 20_000
        #expect(abs(share - loss) < 0.012)
        #expect(network.statistics(from: alice, to: bob).lost == 20_000 - arrivals.count)
    }

    @Test func jitterDelaysWithoutReordering() {
        let conditions = LinkConditions(delay: .milliseconds(50), jitter: .milliseconds(30))
        let (arrivals, _) = exchange(conditions, count: 2_000)
        #expect(arrivals.map(\.number) == Array(0..<2_000))
        #expect(arrivals.allSatisfy { $0.travelled >= .milliseconds(50) && $0.travelled <= .milliseconds(80) })
        #expect(Set(arrivals.map(\.travelled)).count > 1_000)
    }

    @Test func reorderedDatagramsAreOvertaken() {
        let conditions = LinkConditions(reordering: 0.1, holdBack: .milliseconds(5), delay: .milliseconds(10))
        let (arrivals, network) = exchange(conditions, count: 5_000)
        let numbers = arrivals.map(\.number)
        #expect(numbers.sorted() == Array(0..<5_000))
        let overtaken = zip(numbers, numbers.dropFirst()).count { $0 > $1 }
        #expect(overtaken > 300)
        #expect(abs(network.statistics(from: alice, to: bob).reordered - 500) < 100)
        #expect(arrivals.allSatisfy { [.milliseconds(10), .milliseconds(15)].contains($0.travelled) })
    }

    @Test func duplicatesArriveTwice() {
        let (arrivals, network) = exchange(LinkConditions(duplication: 0.1, delay: .milliseconds(1)), count: 5_000)
        #expect(Set(arrivals.map(\.number)).count == 5_000)
        #expect(arrivals.count == 5_000 + network.statistics(from: alice, to: bob).duplicated)
        #expect(abs(arrivals.count - 5_500) < 100)
    }

    @Test func theRateSpacesDatagramsAndTheQueueHasAnEnd() {
        // 100 bytes of payload and 28 of headers at 1.024 Mbit/s: one datagram a millisecond.
        let conditions = LinkConditions(rate: 1_024_000, queueLimit: 10 * 128)
        var network = VirtualNetwork(seed: 1, conditions: conditions)
        for _ in 0..<50 { network.send([UInt8](repeating: 0, count: 100), from: alice, to: bob) }
        for place in 1...10 {
            #expect(network.step() != nil)
            #expect(network.now == Instant(nanoseconds: Int64(place) * 1_000_000))
        }
        #expect(network.step() == nil)
        #expect(network.statistics(from: alice, to: bob).overflowed == 40)
        network.send([UInt8](repeating: 0, count: 100), from: alice, to: bob)
        #expect(network.step() != nil)
        #expect(network.now == Instant(nanoseconds: 11_000_000))
    }

    @Test func stepStopsAtTheDeadline() {
        var network = VirtualNetwork(seed: 1, conditions: LinkConditions(delay: .milliseconds(10)))
        network.send([1], from: alice, to: bob)
        #expect(network.step(until: Instant(nanoseconds: 9_000_000)) == nil)
        #expect(network.now == Instant(nanoseconds: 9_000_000))
        #expect(network.step(until: Instant(nanoseconds: 10_000_000))?.payload == [1])
        #expect(network.step() == nil)
        #expect(network.now == Instant(nanoseconds: 10_000_000))
        #expect(network.nextArrival == nil)
    }

    @Test func conditionsHoldForOneDirectionOnly() {
        var network = VirtualNetwork(seed: 1)
        network.setConditions(LinkConditions(loss: 1), from: alice, to: bob)
        network.send([1], from: alice, to: bob)
        network.send([2], from: bob, to: alice)
        #expect(network.step()?.payload == [2])
        #expect(network.step() == nil)
    }

    @Test func theSeedDecidesEverything() {
        let hard = LinkConditions(
            loss: 0.1, duplication: 0.1, reordering: 0.1, delay: .milliseconds(5), jitter: .milliseconds(5),
            rate: 500_000)
        #expect(exchange(hard, count: 500, seed: 7).arrivals == exchange(hard, count: 500, seed: 7).arrivals)
        #expect(exchange(hard, count: 500, seed: 7).arrivals != exchange(hard, count: 500, seed: 8).arrivals)
    }

    /// Sends `count` numbered datagrams from alice to bob, one a millisecond, and returns them as they arrive.
    private func exchange(
        _ conditions: LinkConditions, count: Int, seed: UInt64 = 42
    ) -> (arrivals: [Arrival], network: VirtualNetwork) {
        var network = VirtualNetwork(seed: seed, conditions: conditions)
        var arrivals: [Arrival] = []
        func collect(until deadline: Instant) {
            while let datagram = network.step(until: deadline) {
                let number = Int(datagram.payload[0]) << 8 | Int(datagram.payload[1])
                let sent = Instant(nanoseconds: Int64(number) * 1_000_000)
                arrivals.append(Arrival(number: number, travelled: sent.duration(to: network.now)))
            }
        }
        for number in 0..<count {
            collect(until: Instant(nanoseconds: Int64(number) * 1_000_000))
            network.send([UInt8(number >> 8), UInt8(number & 255)], from: alice, to: bob)
        }
        collect(until: .distantFuture)
        return (arrivals, network)
    }

    private struct Arrival: Equatable {
        let number: Int
        let travelled: Duration
    }
}
