import HTTPTypes
import Hummingbird
import Logging
import Net
import WebRTCGateway

/// Answers every HTTP request: finds out what the path names, hands over to the part that serves it, and puts on what
/// all answers carry.
struct TurnoutResponder: HTTPResponder {
    typealias Context = ConnectionContext

    private let authority: Authority
    private let signaling: SignalingEndpoints
    private let streams: StreamsEndpoint
    private let links: LinksEndpoint
    private let rtspSessions: RTSPSessionsEndpoint
    private let pages: Pages
    private let media: RunningMedia
    private let readiness: Readiness
    private let responses = ResponseCounter()
    private let refusals = LogThrottle()

    init(configuration: Configuration, media: RunningMedia, readiness: Readiness) {
        authority = Authority(configuration)
        signaling = SignalingEndpoints(
            media: media, authority: authority, iceServers: configuration.webrtc.iceServers)
        streams = StreamsEndpoint(media: media, authority: authority)
        links = LinksEndpoint(links: media.links, authority: authority)
        rtspSessions = RTSPSessionsEndpoint(media: media, authority: authority)
        pages = Pages(directory: configuration.http.webDirectory)
        self.media = media
        self.readiness = readiness
    }

    func respond(to request: Request, context: ConnectionContext) async -> Response {
        var response: Response
        do throws(Problem) {
            let target = request.head.path ?? ""
            let route = try Route(target.prefix { $0 != "?" && $0 != "#" })
            response = await respond(to: request, for: route, context: context)
        } catch {
            response = error.response
        }
        if request.method == .head { response = response.createHeadResponse() }
        finish(&response)
        responses.count(response.status)
        context.logger.debug(
            "Request answered",
            metadata: [
                "method": "\(request.method.rawValue)", "target": "\(request.head.path ?? "")",
                "status": "\(response.status.code)", "remote": "\(context.remote?.description ?? "unknown")",
            ])
        return response
    }

    private func respond(to request: Request, for route: Route, context: ConnectionContext) async -> Response {
        var response: Response
        do throws(Problem) {
            if request.method == .options {
                response = route.optionsResponse
            } else if route.methods.contains(request.method) {
                let requester = authority.requester(peer: context.remote?.ip, head: request.head)
                response = try await serve(route, request, from: requester, context: context)
            } else {
                throw Problem.methodNotAllowed(route.methods)
            }
        } catch {
            response = error.response
            noteRefusal(error, route: route, request: request, context: context)
        }
        if route.isSharedAcrossOrigins { response.headers.append(contentsOf: CrossOrigin.fields) }
        return response
    }

    private func serve(
        _ route: Route, _ request: Request, from requester: Requester, context: ConnectionContext
    ) async throws(Problem) -> Response {
        switch route {
        case .frontPage: return try pages.page(.index, for: request)
        case .player: return try pages.page(.player, for: request)
        case .publisher: return try pages.page(.publisher, for: request)
        case .asset(let name): return try pages.asset(name, for: request)
        case .endpoint(let role, let path):
            return try await signaling.open(role, path, request, from: requester, context: context)
        case .keyedEndpoint(let role):
            return try await signaling.open(role, request, from: requester, context: context)
        case .session(let role, let path, let id):
            return try await signaling.change(id, role, path, request, from: requester, context: context)
        case .streams: return try await streams.list(for: requester)
        case .stream(let path): return try await streams.stream(path, for: requester)
        case .links(let direction, let path):
            return request.method == .post
                ? try await links.create(direction, path, request, from: requester, context: context)
                : try await links.list(direction, path, for: requester)
        case .link(let direction, let path, let id):
            return request.method == .delete
                ? try await links.remove(id, direction, path, from: requester, context: context)
                : try await links.link(id, direction, path, for: requester)
        case .rtspSessions: return try rtspSessions.list(for: requester)
        case .metrics:
            if let problem = Problem(authority.allowsEverywhere(requester, .api), offersBasic: true) { throw problem }
            return Response(
                text: await media.broker.metrics() + media.metrics() + responses.exposition,
                contentType: "text/plain; version=0.0.4; charset=utf-8")
        case .health: return Response(status: readiness.isListening ? .ok : .serviceUnavailable, text: readiness.word)
        case .readiness: return Response(status: readiness.isReady ? .ok : .serviceUnavailable, text: readiness.word)
        }
    }

    /// What every answer carries.
    private func finish(_ response: inout Response) {
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
    }

    /// Whether somebody wanted to change something here, rather than to look.
    private static func isWorthALine(_ method: HTTPRequest.Method, of route: Route) -> Bool {
        switch route {
        case .links, .link: method != .get && method != .head
        default: !route.methods.contains(.get)
        }
    }

    /// Refused sessions and links are worth a line, though not more than one a second.
    private func noteRefusal(_ problem: Problem, route: Route, request: Request, context: ConnectionContext) {
        guard Self.isWorthALine(request.method, of: route), let suppressed = refusals.pass() else { return }
        var metadata: Logger.Metadata = [
            "method": "\(request.method.rawValue)", "status": "\(problem.status.code)", "reason": "\(problem.detail)",
            "remote": "\(context.remote?.description ?? "unknown")",
        ]
        if let path = route.streamPath { metadata["path"] = "\(path)" }
        if suppressed > 0 { metadata["unreported"] = "\(suppressed)" }
        context.logger.notice("Request refused", metadata: metadata)
    }
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let acceptPost = HTTPField.Name("Accept-Post")!
    static let acceptPatch = HTTPField.Name("Accept-Patch")!
    static let link = HTTPField.Name("Link")!
}
