import Net

/// What the thread of a ``DatagramLoop`` does in its turns: it receives, calls handlers, and keeps their deadlines.
struct DatagramTurns: ~Copyable {
    private let buffers = ReceiveBatch()
    private var datagrams: [ReceivedDatagram] = []
    /// Those that have a deadline.
    private var waiting: [Int32: Waiting] = [:]
    private var wheel: TimerWheel
    private var due: [Int32] = []
    private var lastKey: Int32 = 0

    init(now: Instant) {
        wheel = TimerWheel(now: now)
    }

    /// Nanoseconds until somebody's deadline; negative for ever.
    func patience(from now: Instant) -> Int64 {
        wheel.nanosecondsToNext(from: now) ?? -1
    }

    /// Hands what a socket has to its receiver.
    mutating func receive(from socket: DatagramSocket, at time: LoopTime) {
        datagrams.removeAll(keepingCapacity: true)
        socket.receive(by: buffers, at: time, into: &datagrams)
        guard !datagrams.isEmpty else { return }
        call(socket.receiver, tag: socket.tag, at: time)
    }

    /// Sees to a receiver that was woken or closed.
    mutating func attend(to receiver: DatagramReceiver, at time: LoopTime) {
        datagrams.removeAll(keepingCapacity: true)
        call(receiver, tag: 0, at: time)
    }

    /// Calls those whose deadline has passed.
    mutating func callDue(at time: LoopTime) {
        wheel.advance(to: time.now, into: &due)
        datagrams.removeAll(keepingCapacity: true)
        for key in due {
            // A deadline that moved forward stands in an older slot as well.
            guard var entry = waiting[key], entry.slot <= wheel.current else { continue }
            if entry.deadline <= time.now {
                call(entry.receiver, tag: 0, at: time)
            } else {
                entry.slot = wheel.slot(for: entry.deadline)
                waiting[key] = entry
                wheel.add(key, at: entry.slot)
            }
        }
        due.removeAll(keepingCapacity: true)
    }

    /// Calls a handler with ``datagrams``.
    private mutating func call(_ receiver: DatagramReceiver, tag: Int, at time: LoopTime) {
        let outcome = datagrams.withUnsafeBufferPointer {
            receiver.call(DatagramBatch(tag: tag, datagrams: $0, time: time))
        }
        switch outcome {
        case .next(let deadline?): schedule(receiver, deadline)
        case .next(nil): forget(receiver)
        case .closed(let completion):
            forget(receiver)
            completion?()
        }
    }

    private mutating func schedule(_ receiver: DatagramReceiver, _ deadline: Instant) {
        let slot = wheel.slot(for: deadline)
        if let key = receiver.timerKey, let entry = waiting[key] {
            waiting[key]?.deadline = deadline
            // It comes soon enough already, and is looked at again then.
            guard slot < entry.slot || entry.slot <= wheel.current else { return }
            waiting[key]?.slot = slot
            wheel.add(key, at: slot)
            return
        }
        repeat { lastKey &+= 1 } while waiting[lastKey] != nil
        receiver.timerKey = lastKey
        waiting[lastKey] = Waiting(receiver: receiver, deadline: deadline, slot: slot)
        wheel.add(lastKey, at: slot)
    }

    private mutating func forget(_ receiver: DatagramReceiver) {
        guard let key = receiver.timerKey else { return }
        waiting[key] = nil
        receiver.timerKey = nil
    }

    private struct Waiting {
        var receiver: DatagramReceiver
        var deadline: Instant
        /// The slot of the wheel that counts.
        var slot: Int64
    }
}
