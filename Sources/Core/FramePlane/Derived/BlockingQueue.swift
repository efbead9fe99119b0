import Glibc

/// Hands elements to a thread that waits for them. Bounded: when it is full, elements are left out until one with which the
/// other side can begin.
final class BlockingQueue<Element: Sendable>: @unchecked Sendable {
    // All of the state is touched with the mutex held; the pointers are because neither may move.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var elements: [Element] = []
    private var taken = 0
    private var isClosed = false
    private var isDropping = false
    private var dropped = 0
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// - Parameter isBeginning: whether the other side can go on with this after a loss.
    func put(_ element: Element, isBeginning: Bool) {
        locked {
            if isDropping, isBeginning, elements.count - taken < capacity / 2 { isDropping = false }
            if elements.count - taken >= capacity { isDropping = true }
            guard !isClosed, !isDropping else {
                dropped += 1
                return
            }
            elements.append(element)
            pthread_cond_signal(condition)
        }
    }

    /// Waits for an element; nil once the queue is closed.
    func take() -> Element? {
        locked {
            while elements.count == taken, !isClosed { pthread_cond_wait(condition, mutex) }
            guard !isClosed else { return nil }
            let element = elements[taken]
            taken += 1
            // Moves what is left to the front now and then, not each time.
            if taken == elements.count || taken >= Self.slack {
                elements.removeFirst(taken)
                taken = 0
            }
            return element
        }
    }

    /// Lets the other side end; what is left is forgotten.
    func close() {
        locked {
            isClosed = true
            elements = []
            taken = 0
            pthread_cond_broadcast(condition)
        }
    }

    /// Elements that were left out.
    var droppedCount: Int { locked { dropped } }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    private static var slack: Int { 64 }
}
