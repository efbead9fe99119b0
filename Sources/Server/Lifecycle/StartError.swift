/// Why the server cannot start: one sentence for whoever started it.
package enum StartError: Error, Equatable, CustomStringConvertible {
    case addressInUse(host: String, port: Int, setting: String)
    case notPermitted(host: String, port: Int, setting: String)
    case cannotListen(host: String, port: Int, reason: String)
    case certificateUnusable(file: String, reason: String)
    case certificateNotMade

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
