/// On which worker a viewer of a stream is placed.
///
/// A stream lives on its publisher's worker, its **home**, and its viewers come there too, so that a batch of packets is
/// fanned out by the thread that received it, without any hand-over. When the home is busy for more than ``fullShare`` of
/// its time, viewers who come then are placed on another worker, which thereby becomes a **relay** of the stream: it gets
/// each batch once, as plaintext, and encrypts and sends it to its own viewers. A relay is filled before the next one
/// is made, because each costs the home a copy of every packet. When all are full, viewers go to the least busy one.
///
/// A session stays where it was placed: its worker's port is in the answer that its peer got.
package struct PlacementPolicy: Sendable {
    /// Above this share of its time, 0...1, a worker gets no more viewers as long as another has room.
    package var fullShare: Double

    package init(fullShare: Double) {
        self.fullShare = fullShare
    }

    /// - Parameters:
    ///   - home: the worker of the publisher.
    ///   - relays: workers that have viewers of the stream already.
    ///   - shares: how busy each worker is; infinite for one that takes no more sessions. Not empty.
    package func worker(home: Int, relays: [Int], shares: [Double]) -> Int {
        if hasRoom(shares[home]) { return home }
        let leastBusy = { (workers: [Int]) in workers.min { shares[$0] < shares[$1] } }
        let candidates = shares.indices.filter { $0 != home && hasRoom(shares[$0]) }
        return leastBusy(candidates.filter(relays.contains)) ?? leastBusy(candidates) ?? leastBusy(
            Array(shares.indices))
            ?? home
    }

    private func hasRoom(_ share: Double) -> Bool { share < fullShare }
}
