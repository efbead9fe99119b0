import FramePlane
import RTSP

/// What peers, and readers of the log, are told.
extension FramePlaneError {
    var sentence: String {
        switch self {
        case .nothingLive: "Nobody publishes this path now."
        case .alreadyPublished: "Somebody else publishes this path."
        case .unacceptable(let sentence), .overloaded(let sentence): sentence
        }
    }

    var status: RTSPStatus {
        switch self {
        case .nothingLive: .notFound
        case .alreadyPublished: .forbidden
        case .unacceptable: .unsupportedMediaType
        case .overloaded: .serviceUnavailable
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
