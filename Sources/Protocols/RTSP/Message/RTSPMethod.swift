/// What a request asks for (RFC 2326 §10). Names are case-sensitive.
package enum RTSPMethod: Hashable, Sendable {
    case options
    case describe
    case announce
    case setup
    case play
    case pause
    case record
    case teardown
    case getParameter
    case setParameter
    case redirect
    /// One that is not known here: a token of 1 to ``RTSPLimits/method`` bytes when it was read.
    case other(String)

    package init(_ name: String) {
        self = Self.known.first { $0.name == name } ?? .other(name)
    }

    package var name: String {
        switch self {
        case .options: "OPTIONS"
        case .describe: "DESCRIBE"
        case .announce: "ANNOUNCE"
        case .setup: "SETUP"
        case .play: "PLAY"
        case .pause: "PAUSE"
        case .record: "RECORD"
        case .teardown: "TEARDOWN"
        case .getParameter: "GET_PARAMETER"
        case .setParameter: "SET_PARAMETER"
        case .redirect: "REDIRECT"
        case .other(let name): name
        }
    }

    private static let known: [RTSPMethod] = [
        .options, .describe, .announce, .setup, .play, .pause, .record, .teardown, .getParameter, .setParameter,
        .redirect,
    ]
}
