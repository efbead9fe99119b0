package import Net
package import RTSPGateway

/// Where RTSP is served, and what over.
package struct RTSPListenerSettings: Equatable, Sendable {
    /// Whether clients are served at all; links to other servers work without.
    package var enabled = true
    package var listen: [ListenAddress] = [.all]
    /// 0 lets the system choose.
    package var port = 8554
    /// Served when there is a certificate, that of HTTPS; 0 lets the system choose.
    package var tlsPort = 8322
    /// UDP; even, the next one is that of RTCP. 0 lets the system choose both.
    package var rtpPort = 8000
    package var transports = RTSPTransport.allCases
    /// The first of 256 groups, each of which carries one stream.
    package var multicastGroup = IPAddress(v4: 0xEFFF_2A00)
    /// UDP; even, the next one is that of RTCP.
    package var multicastPort = 8002
    /// Players are sent what has gathered in this time at once.
    package var gathering: Duration = .milliseconds(10)
    /// A folder whose files are played on demand; empty for none.
    package var files = ""
}

extension RTSPListenerSettings {
    static let table: [Setting] = [
        Setting(
            "rtsp.enabled", \.rtsp.enabled, .boolean,
            "Serve RTSP; what is pushed to and pulled from other servers does not need it"),
        Setting(
            "rtsp.listen", \.rtsp.listen, .list(of: .listenAddress, plural: "a list of IP addresses, * for all"),
            "Addresses that RTSP and RTSPS listen on"),
        Setting("rtsp.port", \.rtsp.port, .integer(0...65_535), "Port of RTSP; 0 lets the system choose"),
        Setting(
            "rtsp.tls_port", \.rtsp.tlsPort, .integer(0...65_535),
            "Port of RTSPS, served when there is a certificate, that of HTTPS; 0 lets the system choose"),
        Setting(
            "rtsp.rtp_port", \.rtsp.rtpPort, .integer(0...65_534),
            "UDP port of RTP, even; the next one is that of RTCP; 0 lets the system choose both"),
        Setting(
            "rtsp.transports", \.rtsp.transports, .list(of: .choice(), plural: "a list of tcp, udp and multicast"),
            "What clients may have their media over; multicast is for players alone"),
        Setting(
            "rtsp.multicast_group", \.rtsp.multicastGroup, .ipAddress,
            "The first of 256 IPv4 groups that players by multicast are told, one for each stream"),
        Setting(
            "rtsp.multicast_port", \.rtsp.multicastPort, .integer(2...65_534),
            "UDP port of multicast RTP, even; the next one is that of RTCP"),
        Setting(
            "rtsp.gathering", \.rtsp.gathering, .duration(.zero ... .seconds(1)),
            "Players are sent what comes within this time at once, which costs less; 0s sends each packet as it comes"),
        Setting(
            "rtsp.files", \.rtsp.files, .text("the name of a folder, or empty"),
            "Folder whose files are played at rtsp://host/vod/FILE, and which paths have their source files from"),
    ]
}
