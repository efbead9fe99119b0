import Glibc

/// Hands elements to a thread that waits for them. Bounded: when it is full, elements are left out until one with which the
/// other side can begin.
final class BlockingQueue<Element: Sendable>: @unchecked Sendable {
    // All of the state is touched with the mutex held; the pointers are because neither may move.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var elements: [(element: Element, size: Int)] = []
    private var taken = 0
    /// Of the elements that were not taken.
    private var size = 0
    private var isClosed = false
    private var isDropping = false
    private var dropped = 0
    private let capacity: Int
    private let maximumSize: Int

    /// - Parameters:
    ///   - capacity: elements.
    ///   - maximumSize: of all elements; one that is larger is taken by a queue that is empty.
    init(capacity: Int, maximumSize: Int) {
        self.capacity = capacity
        self.maximumSize = maximumSize
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

    /// - Parameters:
    ///   - size: in whatever unit the queue is bounded by.
    ///   - isBeginning: whether the other side can go on with this after a loss.
    /// - Returns: false when the element was left out.
    func put(_ element: Element, size: Int, isBeginning: Bool) -> Bool {
        locked {
            let count = elements.count - taken
            if isDropping, isBeginning, count < capacity / 2, self.size < maximumSize / 2 { isDropping = false }
            if count >= capacity || (count > 0 && self.size + size > maximumSize) { isDropping = true }
            guard !isClosed, !isDropping else {
                dropped += 1
                return false
            }
            elements.append((element, size))
            self.size += size
            pthread_cond_signal(condition)
            return true
        }
    }

    /// Puts an element in that must not be left out, whatever else is.
    func tell(_ element: Element) {
        locked {
            guard !isClosed, elements.count - taken < 2 * capacity else { return }
            elements.append((element, 0))
            pthread_cond_signal(condition)
        }
    }

    /// Waits for an element; nil once the queue is closed.
    func take() -> Element? {
        locked {
            while elements.count == taken, !isClosed { pthread_cond_wait(condition, mutex) }
            guard !isClosed else { return nil }
            let (element, size) = elements[taken]
            taken += 1
            self.size -= size
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
            size = 0
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
