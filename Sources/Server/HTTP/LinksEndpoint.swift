import HTTPTypes
import Hummingbird
import Logging
import SFU

/// `/v1/streams/<path>/push` and `/pull`: a stream's links to other servers, for those with the right `api`.
struct LinksEndpoint: Sendable {
    let links: LinkRegistry
    let authority: Authority

    func list(
        _ direction: LinkDirection, _ path: StreamPath, for requester: Requester
    ) async throws(Problem) -> Response {
        try authorize(requester, path)
        return Response(json: LinkList(links: await links.links(direction, path).map(LinkDescription.init)))
    }

    func link(
        _ id: LinkID, _ direction: LinkDirection, _ path: StreamPath, for requester: Requester
    ) async throws(Problem) -> Response {
        try authorize(requester, path)
        guard let link = await links.link(id, direction, path) else { throw Problem(.unknown) }
        return Response(json: LinkDescription(link))
    }

    func create(
        _ direction: LinkDirection, _ path: StreamPath, _ request: Request, from requester: Requester,
        context: ConnectionContext
    ) async throws(Problem) -> Response {
        try authorize(requester, path)
        let wish = try LinkWish(parsing: try await request.text(upTo: Self.maximumBody), direction)
        let link: LinkStatus
        do throws(LinkError) {
            link = try await links.create(direction, path, wish.target)
        } catch {
            throw Problem(error)
        }
        context.logger.info(
            "Link made",
            metadata: [
                "link": "\(link.id)", "direction": "\(direction.rawValue)", "path": "\(path)", "url": "\(link.url)",
            ])
        var response = Response(status: .created, json: LinkDescription(link))
        response.headers[.location] = "/v1/streams/\(path)/\(direction.rawValue)/\(link.id)"
        return response
    }

    func remove(
        _ id: LinkID, _ direction: LinkDirection, _ path: StreamPath, from requester: Requester,
        context: ConnectionContext
    ) async throws(Problem) -> Response {
        try authorize(requester, path)
        do throws(LinkError) {
            try await links.remove(id, direction, path)
        } catch {
            throw Problem(error)
        }
        context.logger.info("Link removed", metadata: ["link": "\(id)", "path": "\(path)"])
        return Response(status: .noContent)
    }

    private func authorize(_ requester: Requester, _ path: StreamPath) throws(Problem) {
        if let problem = Problem(authority.allows(requester, .api, path), offersBasic: false) { throw problem }
    }

    /// Bytes of a body (our choice).
    private static let maximumBody = 1 << 20
}

extension Problem {
    /// Why a link was not made or removed.
    init(_ error: LinkError) {
        switch error {
        case .alreadyPulled:
            self.init(.conflict, "This path is pulled from somewhere already. Remove that link first.")
        case .alreadyPushed:
            self.init(.conflict, "This path is pushed to that URL already.")
        case .configured:
            self.init(.conflict, "This link is the configuration's (paths) and can be removed there alone.")
        case .unknown:
            self.init(.notFound, "There is no such link.")
        case .unsupported(let scheme):
            self.init(.unprocessableContent, "\(LinkURLError.unsupported(scheme: scheme))")
        case .tooMany:
            self.init(
                .serviceUnavailable, "There are \(LinkRegistry.maximumLinks) links already, and no more may be.",
                headers: [.retryAfter: "60"])
        case .notKept(let reason):
            self.init(
                .insufficientStorage,
                "The link would not survive a restart, so nothing was changed: "
                    + "the state directory (state_directory) cannot be written to: \(reason).")
        }
    }
}

private struct LinkList: Encodable {
    var links: [LinkDescription]
}

extension HTTPResponse.Status {
    /// RFC 4918 §11.5.
    static let insufficientStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
}
