import Glibc
import Net

/// What a session tells its playback's thread, which sleeps until there is something, or until a moment.
final class PlaybackMailbox: @unchecked Sendable {
    // All of the state is touched with the mutex held; the pointers are because neither may move.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var commands: [Command] = []
    private var hasRoom = true
    private var isClosed = false

    enum Command: Sendable {
        case play(PlaybackRange, @Sendable (Result<PlaybackStart, PlaybackError>) -> Void)
        case pause(@Sendable () -> Void)

        /// It will not be done.
        func fail() {
            switch self {
            case .play(_, let answer): answer(.failure(.closed))
            case .pause(let answer): answer()
            }
        }
    }

    /// Why the thread wakes.
    enum Wake {
        case command(Command)
        /// The moment has come, or there is room.
        case onward
        case closed
    }

    init() {
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func put(_ command: Command) {
        let isTaken = locked {
            guard !isClosed, commands.count < Self.capacity else { return false }
            commands.append(command)
            pthread_cond_signal(condition)
            return true
        }
        if !isTaken { command.fail() }
    }

    /// Whether the sink takes packets: as long as it does not, ``wait(until:)`` waits for room too.
    func setRoom(_ hasRoom: Bool) {
        locked {
            self.hasRoom = hasRoom
            if hasRoom { pthread_cond_signal(condition) }
        }
    }

    func close() {
        let left = locked {
            isClosed = true
            pthread_cond_signal(condition)
            defer { commands = [] }
            return commands
        }
        for command in left { command.fail() }
    }

    /// Sleeps until there is a command, or until a moment on the monotonic clock when there is room for packets.
    /// - Parameter moment: nil sleeps for commands alone.
    func wait(until moment: Instant?) -> Wake {
        locked {
            while true {
                if isClosed { return .closed }
                if !commands.isEmpty { return .command(commands.removeFirst()) }
                if let moment, hasRoom {
                    var time = timespec()
                    let nanoseconds = max(0, moment.nanoseconds)
                    time.tv_sec = Int(nanoseconds / 1_000_000_000)
                    time.tv_nsec = Int(nanoseconds % 1_000_000_000)
                    if pthread_cond_timedwait(condition, mutex, &time) == ETIMEDOUT { return .onward }
                } else {
                    pthread_cond_wait(condition, mutex)
                }
            }
        }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Commands that were not seen to yet (our choice): sessions wait for answers.
    private static let capacity = 64
}
