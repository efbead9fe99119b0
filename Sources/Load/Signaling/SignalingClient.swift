import AsyncHTTPClient
import Foundation
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The HTTP half of WHIP (RFC 9725) and WHEP: opens sessions by POST and ends them by DELETE.
struct SignalingClient: Sendable {
    private let http: HTTPClient
    private let token: String?

    /// - Parameter trustsAnyCertificate: Whether an HTTPS server need not prove who it is.
    init(token: String?, trustsAnyCertificate: Bool) {
        self.token = token
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .follow(max: 3, allowCycles: false)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.connections
        configuration.timeout.connect = .seconds(5)
        if trustsAnyCertificate {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.certificateVerification = .none
            configuration.tlsConfiguration = tls
        }
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    func shutdown() async {
        // What is left to fail is a connection that cannot be closed.
        try? await http.shutdown()
    }

    /// What a server that takes an offer says.
    struct Opened: Sendable {
        let answer: String
        /// The session's own URL; nil when the server names none.
        let session: String?
    }

    /// Posts an offer.
    /// - Throws: ``SignalingError``.
    func open(_ url: String, offer: String) async throws(SignalingError) -> Opened {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/sdp")
        request.headers.add(name: "Accept", value: "application/sdp")
        request.body = .bytes(ByteBuffer(string: offer))
        authorize(&request)
        let response: HTTPClientResponse
        let body: String
        do {
            response = try await http.execute(request, timeout: Self.timeout)
            body = String(buffer: try await response.body.collect(upTo: Self.maximumBody))
        } catch {
            throw .unreachable(url, Self.words(error))
        }
        guard (200...299).contains(response.status.code) else {
            let patience = response.headers.first(name: "Retry-After").flatMap(Int.init).map { Duration.seconds($0) }
            throw .refused(Int(response.status.code), Self.detail(of: body), retryAfter: patience)
        }
        // A redirect may have led elsewhere, and the location is relative to that.
        let base = response.url ?? URL(string: url)
        let session = response.headers.first(name: "Location").flatMap { URL(string: $0, relativeTo: base) }
        return Opened(answer: body, session: session?.absoluteString)
    }

    /// Ends a session. It is as good as ended when the server does not answer: its media stops.
    func close(_ session: String) async {
        var request = HTTPClientRequest(url: session)
        request.method = .DELETE
        authorize(&request)
        guard let response = try? await http.execute(request, timeout: .seconds(5)) else { return }
        _ = try? await response.body.collect(upTo: Self.maximumBody)
    }

    private func authorize(_ request: inout HTTPClientRequest) {
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
    }

    /// The sentence of a problem document (RFC 9457), or the beginning of whatever stands there.
    static func detail(of body: String) -> String {
        let problem = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
        let text = problem.flatMap { $0["detail"] ?? $0["error"] ?? $0["title"] } as? String ?? body
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return String(line.prefix(200))
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError where timeouts.contains(error): "it does not answer"
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { words($0.error) } ?? "there is no such host"
        case let error as IOError: String(cString: strerror(error.errnoCode))
        default:
            "\(error)".contains("CERTIFICATE_VERIFY_FAILED")
                ? "its certificate is not trusted here; --insecure takes any" : "\(error)"
        }
    }

    private static let timeouts: [HTTPClientError] = [.connectTimeout, .deadlineExceeded, .readTimeout]
    private static let connections = 64
    private static let timeout = TimeAmount.seconds(15)
    /// Bytes of an answer, our choice: a hundred times what is usual.
    private static let maximumBody = 1 << 20
}

/// Why a session was not opened, for people.
enum SignalingError: Error, CustomStringConvertible {
    case unreachable(String, String)
    case refused(Int, String, retryAfter: Duration?)
    /// While the server had asked for patience.
    case interrupted

    var description: String {
        switch self {
        case .unreachable(let url, let reason): "\(url) cannot be reached: \(reason)"
        case .refused(let status, let detail, _):
            detail.isEmpty ? "the server answered \(status)" : "the server answered \(status): \(detail)"
        case .interrupted: "interrupted before the server took it"
        }
    }
}
