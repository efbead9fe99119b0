import MediaPlane
import Net
import Testing

struct PlacementPolicyTests {
    struct Vector: CustomTestStringConvertible {
        var situation: String
        var home = 0
        var relays: [Int] = []
        var shares: [Double]
        var worker: Int

        var testDescription: String { situation }
    }

    static let vectors = [
        Vector(situation: "the only worker, even when it is full", shares: [0.9], worker: 0),
        Vector(situation: "home as long as it has room, though others are idle", shares: [0.69, 0, 0], worker: 0),
        Vector(situation: "another home", home: 2, shares: [0, 0, 0.5], worker: 2),
        Vector(situation: "the least busy one when home is full", shares: [0.7, 0.4, 0.2], worker: 2),
        Vector(situation: "a relay that there is before a new one", relays: [1], shares: [0.7, 0.6, 0.1], worker: 1),
        Vector(situation: "the less busy of two relays", relays: [1, 2], shares: [0.7, 0.6, 0.5, 0], worker: 2),
        Vector(
            situation: "a new relay when those there are are full", relays: [1], shares: [0.8, 0.7, 0.3], worker: 2),
        Vector(situation: "home again when it has room again", relays: [1], shares: [0.6, 0.1], worker: 0),
        Vector(situation: "the least busy one when all are full", relays: [1], shares: [0.95, 0.9, 0.8], worker: 2),
        Vector(situation: "home when it is the least busy of all that are full", shares: [0.75, 0.9], worker: 0),
    ]

    @Test(arguments: vectors) func chooses(vector: Vector) {
        let policy = PlacementPolicy(fullShare: 0.7)
        #expect(policy.worker(home: vector.home, relays: vector.relays, shares: vector.shares) == vector.worker)
    }

    @Test func nobodyHasRoomAtZero() {
        #expect(PlacementPolicy(fullShare: 0).worker(home: 0, relays: [], shares: [0.001, 0, 0]) == 1)
    }
}

struct PlacementTests {
    private func at(_ milliseconds: Int) -> Instant { Instant(nanoseconds: Int64(milliseconds) * 1_000_000) }

    /// A home that was busy for three quarters of the last second is full, and has room again when it is not any more.
    @Test func whatCountsIsHowBusyWorkersHaveBeenLately() {
        let loads = (0..<2).map { _ in WorkerLoad() }
        let placement = Placement(loads: loads, policy: PlacementPolicy(fullShare: 0.7), now: at(0))
        loads[0].add(750_000_000)
        #expect(placement.place(home: 0, relays: [], now: at(1_000)) == 1)
        #expect(placement.place(home: 0, relays: [1], now: at(1_100)) == 1)
        loads[0].add(100_000_000)
        #expect(placement.place(home: 0, relays: [1], now: at(2_000)) == 0)
    }

    /// A crowd that comes between two looks at the loads does not all go to the same worker.
    @Test func aCrowdIsCountedBeforeItShows() {
        let loads = (0..<3).map { _ in WorkerLoad() }
        let placement = Placement(loads: loads, policy: PlacementPolicy(fullShare: 0.7), now: at(0))
        var relays: [Int] = []
        var placed = [0, 0, 0]
        for _ in 0..<3_000 {
            let worker = placement.place(home: 0, relays: relays, now: at(100))
            placed[worker] += 1
            if worker != 0, !relays.contains(worker) { relays.append(worker) }
        }
        #expect(placed == [1_400, 1_400, 200])
    }

    @Test func aWorkerWithoutRoomForSessionsIsPassedOver() {
        let loads = (0..<2).map { _ in WorkerLoad() }
        let placement = Placement(loads: loads, policy: PlacementPolicy(fullShare: 1), now: at(0))
        loads[0].tell(isFull: true)
        #expect(placement.place(home: 0, relays: [], now: at(1)) == 1)
        loads[0].tell(isFull: false)
        #expect(placement.place(home: 0, relays: [1], now: at(2)) == 0)
    }

    @Test func withoutAnyLimitViewersAreSpreadEvenly() {
        let loads = (0..<4).map { _ in WorkerLoad() }
        let placement = Placement(loads: loads, policy: PlacementPolicy(fullShare: 0), now: at(0))
        var placed = [0, 0, 0, 0]
        for _ in 0..<400 { placed[placement.place(home: 2, relays: [], now: at(1))] += 1 }
        #expect(placed == [100, 100, 100, 100])
    }
}
