import TestSupport
import Testing

@testable import FramePlane

/// The way of a derived track's frames to its thread.
@Suite struct BlockingQueueTests {
    @Test func elementsComeInOrder() {
        let queue = BlockingQueue<Int>(capacity: 1_000, maximumSize: .max)
        for number in 0..<500 { #expect(queue.put(number, size: 1, isBeginning: false)) }
        for number in 0..<500 { #expect(queue.take() == number) }
    }

    @Test(arguments: [(capacity: 10, size: 1, maximum: 1_000), (capacity: 1_000, size: 100, maximum: 1_000)])
    func whatIsFullLeavesOutUpToABeginningWithRoom(capacity: Int, size: Int, maximum: Int) {
        let queue = BlockingQueue<Int>(capacity: capacity, maximumSize: maximum)
        for number in 0..<10 { #expect(queue.put(number, size: size, isBeginning: number == 0)) }
        #expect(!queue.put(10, size: size, isBeginning: false))
        #expect(queue.take() == 0)
        // There is room, but what came before this is missing.
        #expect(!queue.put(11, size: size, isBeginning: false))
        #expect(!queue.put(12, size: size, isBeginning: true))
        for number in 1..<6 { #expect(queue.take() == number) }
        #expect(!queue.put(13, size: size, isBeginning: false))
        #expect(queue.put(14, size: size, isBeginning: true))
        #expect(queue.put(15, size: size, isBeginning: false))
        #expect(queue.droppedCount == 4)
        #expect((0..<6).map { _ in queue.take() } == [6, 7, 8, 9, 14, 15])
    }

    @Test func anElementThatIsTooLargeIsTakenAlone() {
        let queue = BlockingQueue<Int>(capacity: 10, maximumSize: 100)
        #expect(queue.put(0, size: 1_000, isBeginning: true))
        #expect(!queue.put(1, size: 1, isBeginning: false))
    }

    @Test func closingEndsWhoWaits() async throws {
        let queue = BlockingQueue<Int>(capacity: 10, maximumSize: 100)
        let waiting = Task.detached {
            while queue.take() != nil {}
        }
        #expect(queue.put(1, size: 1, isBeginning: true))
        queue.close()
        #expect(!queue.put(2, size: 1, isBeginning: true))
        await waiting.value
    }
}
