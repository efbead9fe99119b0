import Glibc

/// Why the server cannot start: one sentence for whoever started it.
package enum StartError: Error, Equatable, CustomStringConvertible {
    case addressInUse(host: String, port: Int, setting: String)
    case notPermitted(host: String, port: Int, setting: String)
    case cannotListen(host: String, port: Int, reason: String)
    case certificateUnusable(file: String, reason: String)
    case certificateNotMade

    /// What a failed attempt to listen means.
    /// - Parameters:
    ///   - errorNumber: the system's (errno); 0 when it is unknown.
    ///   - setting: the one that the port comes from.
    init(errorNumber: CInt, host: String, port: Int, setting: String) {
        self =
            switch errorNumber {
            case EADDRINUSE: .addressInUse(host: host, port: port, setting: setting)
            case EACCES: .notPermitted(host: host, port: port, setting: setting)
            case EADDRNOTAVAIL: .cannotListen(host: host, port: port, reason: "this machine does not have the address")
            case 0: .cannotListen(host: host, port: port, reason: "the address cannot be used")
            default: .cannotListen(host: host, port: port, reason: String(cString: strerror(errorNumber)))
            }
    }

    package var description: String {
        switch self {
        case .addressInUse(let host, let port, let setting):
            "Port \(port)\(Self.on(host)) is in use by another program; "
                + "stop that one or set \(setting) to another port."
        case .notPermitted(let host, let port, let setting):
            "This user may not listen on port \(port)\(Self.on(host)); set \(setting) to a port above 1023."
        case .cannotListen(let host, let port, let reason):
            "It is not possible to listen on port \(port)\(Self.on(host)): \(reason)."
        case .certificateUnusable(let file, let reason):
            "The file \(file) cannot be used for HTTPS: \(reason)."
        case .certificateNotMade:
            "No certificate could be made for HTTPS."
        }
    }

    /// Says which address it is about, unless it is about all of them.
    private static func on(_ host: String) -> String {
        ["::", "0.0.0.0"].contains(host) ? "" : " of \(host)"
    }
}
