import FramePlane
import RTSP

extension FramePlaneError {
    /// What a client is answered.
    var status: RTSPStatus {
        switch self {
        case .nothingLive: .notFound
        case .alreadyPublished: .forbidden
        case .unacceptable: .unsupportedMediaType
        case .overloaded: .serviceUnavailable
        }
    }
}
