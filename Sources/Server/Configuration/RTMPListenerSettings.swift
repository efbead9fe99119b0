/// Where RTMP is served.
package struct RTMPListenerSettings: Equatable, Sendable {
    /// Whether clients are served at all; links to other servers work without.
    package var enabled = true
    package var listen: [ListenAddress] = [.all]
    /// 0 lets the system choose.
    package var port = 1935
    /// Served when there is a certificate, that of HTTPS; 0 lets the system choose.
    package var tlsPort = 1936
    /// Players are sent what has gathered in this time at once.
    package var gathering: Duration = .milliseconds(50)
}

extension RTMPListenerSettings {
    static let table: [Setting] = [
        Setting(
            "rtmp.enabled", \.rtmp.enabled, .boolean,
            "Serve RTMP; what is pushed to and pulled from other servers does not need it"),
        Setting(
            "rtmp.listen", \.rtmp.listen, .list(of: .listenAddress, plural: "a list of IP addresses, * for all"),
            "Addresses that RTMP and RTMPS listen on"),
        Setting("rtmp.port", \.rtmp.port, .integer(0...65_535), "Port of RTMP; 0 lets the system choose"),
        Setting(
            "rtmp.tls_port", \.rtmp.tlsPort, .integer(0...65_535),
            "Port of RTMPS, served when there is a certificate, that of HTTPS; 0 lets the system choose"),
        Setting(
            "rtmp.gathering", \.rtmp.gathering, .duration(.zero ... .seconds(1)),
            "Players are sent what comes within this time at once, which costs less; 0s sends each frame as it comes"),
    ]
}
