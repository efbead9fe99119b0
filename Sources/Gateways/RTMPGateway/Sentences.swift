import FramePlane
import GatewaySupport

/// What peers, and readers of the log, are told.
extension PlayerEnd {
    var sentence: String {
        switch self {
        case .stream(.streamEnded): "The stream is over."
        case .stream(.unacceptable(let sentence)): sentence
        case .stream(.serverStopping): "The server stops."
        case .tooSlow: "The peer is too slow for the stream."
        case .stalled: "The peer took nothing for \(StallWatch.limit) s."
        }
    }
}
