import Net

/// What the thread of a ``DatagramLoop`` does in its turns: it receives, calls handlers, and keeps their deadlines.
struct DatagramTurns: ~Copyable {
    private let buffers = ReceiveBatch()
    private var datagrams: [ReceivedDatagram] = []
    /// Those that have a deadline.
    private var waiting: [Int32: DatagramReceiver] = [:]
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
            guard let receiver = waiting[key], var timer = receiver.timer, timer.slot <= wheel.current else { continue }
            if timer.deadline <= time.now {
                call(receiver, tag: 0, at: time)
            } else {
                timer.slot = wheel.slot(for: timer.deadline)
                receiver.timer = timer
                wheel.add(key, at: timer.slot)
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
        if var timer = receiver.timer {
            timer.deadline = deadline
            // It may come soon enough already, and is looked at again then.
            if slot < timer.slot || timer.slot <= wheel.current {
                timer.slot = slot
                wheel.add(timer.key, at: slot)
            }
            receiver.timer = timer
            return
        }
        repeat { lastKey &+= 1 } while waiting[lastKey] != nil
        receiver.timer = DatagramTimer(key: lastKey, deadline: deadline, slot: slot)
        waiting[lastKey] = receiver
        wheel.add(lastKey, at: slot)
    }

    private mutating func forget(_ receiver: DatagramReceiver) {
        guard let timer = receiver.timer else { return }
        waiting[timer.key] = nil
        receiver.timer = nil
    }
}

/// A receiver's deadline, as the loop's thread keeps it.
struct DatagramTimer {
    /// What the receiver is known by in the wheel.
    let key: Int32
    var deadline: Instant
    /// The slot of the wheel that counts.
    var slot: Int64
}
