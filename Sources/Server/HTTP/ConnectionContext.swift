import Glibc
import Hummingbird
import Logging
import NIOCore
import Net

/// What is known of the connection that a request came in on.
struct ConnectionContext: InitializableFromSource {
    /// The other end; nil when the connection is gone already.
    let remote: Net.SocketAddress?
    /// Our end: the address that the other one knows us by.
    let local: Net.SocketAddress?
    let logger: Logger

    init(source: ApplicationRequestContextSource) {
        remote = source.channel.remoteAddress.flatMap(Net.SocketAddress.init)
        local = source.channel.localAddress.flatMap(Net.SocketAddress.init)
        logger = source.logger
    }
}

extension Net.SocketAddress {
    /// Nil for a Unix domain socket.
    init?(_ address: NIOCore.SocketAddress) {
        guard let text = address.ipAddress, var ip = IPAddress(text), let port = address.port else { return nil }
        if case .v6(let v6) = address { ip.scope = v6.address.sin6_scope_id }
        self.init(ip: ip, port: UInt16(truncatingIfNeeded: port))
    }
}
