import MediaPlane
import RTSPGateway

extension RTSPGateway {
    /// Listens as it is set.
    /// - Returns: where, each address with its plain and its secure port.
    /// - Throws: ``StartError``; nothing listens then.
    func listen(as settings: RTSPListenerSettings) async throws(StartError) -> [ListeningAddress] {
        guard settings.enabled else { return [] }
        let hosts = settings.listen.map(\.host)
        do throws(RTSPListenError) {
            try await listen(at: hosts)
        } catch {
            throw StartError(
                errorNumber: error.errorNumber, host: error.host, port: error.port,
                setting: error.isSecure ? "rtsp.tls_port" : "rtsp.port")
        }
        return zip(hosts, ports).map {
            ListeningAddress(isSecure: false, host: $0, port: $1, plainScheme: "rtsp")
        }
            + zip(hosts, tlsPorts).map {
                ListeningAddress(isSecure: true, host: $0, port: $1, plainScheme: "rtsp")
            }
    }
}
