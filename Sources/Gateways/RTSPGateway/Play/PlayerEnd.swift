import FramePlane
import GatewaySupport

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
        case .stalled: "The player took nothing for \(StallWatch.limit) seconds."
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
