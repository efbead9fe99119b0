/// Why a connection cannot go on: what came is none of RTSP, or more than there is room for.
package enum RTSPError: Error, Sendable, Equatable {
    /// With half a sentence that says what is wrong.
    case malformed(String)
    /// With the name of the limit.
    case tooLarge(String)

    /// What a server answers before it closes the connection.
    package var status: RTSPStatus {
        switch self {
        case .malformed: .badRequest
        case .tooLarge: .requestEntityTooLarge
        }
    }
}
