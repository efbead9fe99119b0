import FramePlane

/// Why a player gets nothing more.
enum PlayerEnd: Equatable {
    case stream(ReadingEnd)
    /// The stream has other tracks now than the player was told.
    case changed
    /// More is unsent than may be.
    case tooSlow
    /// It took nothing for too long.
    case stalled

    var sentence: String {
        switch self {
        case .stream(.streamEnded): "The stream ended."
        case .stream(.unacceptable(let sentence)): sentence
        case .stream(.serverStopping): "The server stops."
        case .changed: "The stream has other tracks now; play it anew."
        case .tooSlow: "The player is too slow for the stream."
        case .stalled: "The player took nothing for \(RTSPGatewayLimits.stalledSeconds) seconds."
        }
    }
}

extension PlayerEnd {
    /// What those are told who ask for the stream then.
    var error: FramePlaneError {
        switch self {
        case .stream(.streamEnded): .nothingLive
        case .stream(.unacceptable(let sentence)): .unacceptable(sentence)
        case .stream(.serverStopping), .changed, .tooSlow, .stalled: .overloaded(sentence)
        }
    }
}

/// Notices that a peer takes nothing of what there is for it.
struct StallWatch {
    /// The most bytes that it was seen to have taken.
    private var taken = Int64.min
    private var seconds = 0

    /// Whether nothing was taken for ``RTSPGatewayLimits/stalledSeconds``. To be called once a second.
    /// - Parameters:
    ///   - unsent: bytes that wait for the peer; through TLS a few more than it is for us.
    ///   - sent: bytes that were given out so far, those that wait included.
    mutating func isStalled(unsent: Int, sent: UInt64) -> Bool {
        let taken = Int64(clamping: sent) - Int64(unsent)
        if unsent == 0 || taken > self.taken {
            self.taken = taken
            seconds = 0
            return false
        }
        seconds += 1
        return seconds >= RTSPGatewayLimits.stalledSeconds
    }
}
