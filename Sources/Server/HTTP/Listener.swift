import Glibc
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Net
import ServiceLifecycle

/// One address that takes HTTP or HTTPS connections, for as long as it runs.
///
/// It lives on one event loop with all of its connections and requests (see ``EventLoopExecutor``): handing a connection
/// to another thread takes five wake-ups, more than answering a request does. Several listeners share the cores.
struct Listener: Service {
    let host: String
    let port: Int
    let configuration: Configuration
    /// Nil for plain HTTP.
    let tls: TLSConfiguration?
    let responder: TurnoutResponder
    let logger: Logger
    let onListening: @Sendable (ListeningAddress) async -> Void

    /// - Throws: ``StartError`` when it cannot listen.
    func run() async throws {
        do {
            let loop = MultiThreadedEventLoopGroup.singleton.next()
            let application = try application(on: loop)
            try await withTaskExecutorPreference(EventLoopExecutor(loop)) { try await application.run() }
        } catch let error as IOError {
            throw StartError(
                errorNumber: error.errnoCode, host: host, port: port,
                setting: tls == nil ? "http.port" : "http.https_port")
        }
    }

    private func application(on loop: any EventLoop) throws -> some Service {
        let plain = HTTPServerBuilder.http1(configuration: Self.http)
        return Application(
            responder: responder,
            server: try tls.map { try HTTPServerBuilder.tls(plain, tlsConfiguration: $0) } ?? plain,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    configuration.limits.httpConnections, logger: logger)),
            onServerRunning: { channel in
                await onListening(
                    ListeningAddress(isSecure: tls != nil, host: host, port: channel.localAddress?.port ?? port))
            },
            eventLoopGroupProvider: .shared(loop),
            logger: logger)
    }

    private static var http: HTTP1Channel.Configuration {
        var http = HTTP1Channel.Configuration(additionalChannelHandlers: [RequestDeadlineHandler()])
        http.httpDecoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: maximumHeaderBytes, maxHeaderListSize: maximumHeaderBytes,
            maxHeaderFieldCount: maximumHeaderFields)
        return http
    }

    /// All header fields of a request together (our choice).
    private static let maximumHeaderBytes = 16 * 1024
    /// (Our choice.)
    private static let maximumHeaderFields = 100
}

extension Listener: CustomStringConvertible {
    var description: String { "\(tls == nil ? "HTTP" : "HTTPS") on \(host), port \(port)" }
}

extension ListenAddress {
    /// The host to bind to. `::` takes IPv4 as well, as Linux has it by default.
    var host: String {
        switch self {
        case .all: Self.hasIPv6 ? "::" : "0.0.0.0"
        case .address(let address): "\(address)"
        }
    }

    /// Whether an IPv6 socket can be bound; where IPv6 is switched off, either call fails.
    private static var hasIPv6: Bool {
        let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        // The cast to the general address type is how the system call wants it; its size goes along.
        return withUnsafeBytes(of: &address) { bytes in
            bind(
                descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count)) == 0
        }
    }
}
