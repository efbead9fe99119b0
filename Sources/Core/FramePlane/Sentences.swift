/// What peers, and readers of the log, are told.
extension FramePlaneError {
    package var sentence: String {
        switch self {
        case .nothingLive: "Nobody publishes this path now."
        case .alreadyPublished: "Somebody else publishes this path."
        case .unacceptable(let sentence), .overloaded(let sentence): sentence
        }
    }
}

extension PublicationEnd {
    package var sentence: String {
        switch self {
        case .replaced: "Another publisher took the path."
        case .alreadyPublished: "Somebody else publishes this path."
        case .refused(let sentence): sentence
        case .serverStopping: "The server stops."
        }
    }
}
