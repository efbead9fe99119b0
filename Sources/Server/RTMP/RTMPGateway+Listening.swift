import Glibc
import RTMPGateway

extension RTMPGateway {
    /// Listens as it is set.
    /// - Returns: where, each address with its plain and its secure port.
    /// - Throws: ``StartError``; nothing listens then.
    func listen(as settings: RTMPListenerSettings) async throws(StartError) -> [ListeningAddress] {
        guard settings.enabled else { return [] }
        let hosts = settings.listen.map(\.host)
        do throws(RTMPListenError) {
            try await listen(at: hosts)
        } catch {
            throw StartError(error)
        }
        return zip(hosts, ports).map { ListeningAddress(isSecure: false, host: $0, port: $1, plainScheme: "rtmp") }
            + zip(hosts, tlsPorts).map { ListeningAddress(isSecure: true, host: $0, port: $1, plainScheme: "rtmp") }
    }
}

extension StartError {
    init(_ error: RTMPListenError) {
        self.init(
            errorNumber: error.errorNumber, host: error.host, port: error.port,
            setting: error.isSecure ? "rtmp.tls_port" : "rtmp.port")
    }
}

extension RTMPSettings {
    init(_ configuration: Configuration) {
        self.init()
        port = configuration.rtmp.enabled ? configuration.rtmp.port : nil
        tlsPort = configuration.rtmp.enabled ? configuration.rtmp.tlsPort : nil
        maximumConnections = configuration.limits.rtmpConnections
        gathering = configuration.rtmp.gathering
        refusesSecondPublisher = configuration.streams.onConflict == .refuse
    }
}
