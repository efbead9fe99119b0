import FramePlane

/// What peers, and readers of the log, are told.
extension FramePlaneError {
    var sentence: String {
        switch self {
        case .nothingLive: "Nobody publishes this path now."
        case .alreadyPublished: "Somebody else publishes this path."
        case .unacceptable(let sentence), .overloaded(let sentence): sentence
        }
    }
}

extension PublicationEnd {
    var sentence: String {
        switch self {
        case .replaced: "Another publisher took the path."
        case .alreadyPublished: "Somebody else publishes this path."
        case .refused(let sentence): sentence
        case .serverStopping: "The server stops."
        }
    }
}

extension PlayerEnd {
    var sentence: String {
        switch self {
        case .stream(.streamEnded): "The stream is over."
        case .stream(.unacceptable(let sentence)): sentence
        case .stream(.serverStopping): "The server stops."
        case .tooSlow: "The peer is too slow for the stream."
        case .stalled: "The peer took nothing for \(RTMPGatewayLimits.stalledSeconds) s."
        }
    }
}
