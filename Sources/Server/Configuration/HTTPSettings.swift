package import Net

/// Where pages, WHIP, WHEP and the API are served.
package struct HTTPSettings: Equatable, Sendable {
    package var listen: [ListenAddress] = [.all]
    /// 0 lets the system choose.
    package var port = 8080
    /// Served when there is a certificate; 0 lets the system choose.
    package var httpsPort = 8443
    /// Name of a PEM file with the certificate and those that vouch for it; empty for none.
    package var certificate = ""
    /// Name of a PEM file with the certificate's private key; empty for none.
    package var key = ""
    package var selfSigned = false
    /// A folder to serve the pages from; empty for those in the binary.
    package var webDirectory = ""

    package var isSecureListenerWanted: Bool { selfSigned || !certificate.isEmpty }
}

/// An address to listen on.
package enum ListenAddress: Equatable, Sendable {
    /// All addresses of the machine, IPv6 and IPv4; IPv4 alone where IPv6 is switched off.
    case all
    case address(IPAddress)
}

extension HTTPSettings {
    static let table: [Setting] = [
        Setting(
            "http.listen", \.http.listen, .list(of: .listenAddress, plural: "a list of IP addresses, * for all"),
            "Addresses that HTTP and HTTPS listen on"),
        Setting("http.port", \.http.port, .integer(0...65_535), "Port of HTTP; 0 lets the system choose"),
        Setting(
            "http.https_port", \.http.httpsPort, .integer(0...65_535),
            "Port of HTTPS, served when there is a certificate; 0 lets the system choose"),
        Setting(
            "http.certificate", \.http.certificate, .text("the name of a PEM file, or empty"),
            "Certificate of HTTPS, followed by those that vouch for it"),
        Setting(
            "http.key", \.http.key, .text("the name of a PEM file, or empty"), "Private key of the certificate"),
        Setting(
            "http.self_signed", \.http.selfSigned, .boolean,
            "Serve HTTPS with a certificate made at start, which browsers warn about; phones need it for their camera"
        ),
        Setting(
            "http.web_directory", \.http.webDirectory, .text("the name of a folder, or empty"),
            "Serve the pages from this folder, for those who change them, and not from the binary"),
    ]
}

extension ValueFormat<ListenAddress> {
    static let listenAddress = scalar("an IP address, or * for all", show: \.text) { text in
        text == "*" ? .all : IPAddress(text).map(ListenAddress.address)
    }
}

extension ListenAddress {
    fileprivate var text: String {
        switch self {
        case .all: "\"*\""
        case .address(let address): "\"\(address)\""
        }
    }
}
