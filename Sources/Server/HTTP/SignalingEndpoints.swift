import FramePlane
import HTTPTypes
import Hummingbird
import Logging
import Net
import SFU
import WebRTCGateway

/// WHIP (RFC 9725) and WHEP: sessions are opened by POST, amended by PATCH, ended by DELETE.
struct SignalingEndpoints: Sendable {
    private let media: RunningMedia
    private let authority: Authority
    /// One `Link` field for each STUN and TURN server (RFC 9725 §4.6).
    private let iceServerLinks: [HTTPField]

    init(media: RunningMedia, authority: Authority, iceServers: [ICEServer]) {
        self.media = media
        self.authority = authority
        iceServerLinks = iceServers.map { HTTPField(name: .link, value: $0.link) }
    }

    /// Opens a session on a path that the URL names.
    func open(
        _ role: SessionRole, _ path: StreamPath, _ request: Request, from requester: Requester,
        context: ConnectionContext
    ) async throws(Problem) -> Response {
        try authorize(requester, role, path)
        try Self.requireType(SDPMediaType.offer, of: request, acceptField: .acceptPost)
        guard let remote = context.remote else { throw Problem(.badRequest, "The connection is gone.") }
        let offer = try await request.text(upTo: Self.maximumBody)
        if role == .subscriber { await media.links.ensureLive(path) }
        let question = SessionRequest(path: path, offer: offer, remote: remote, local: context.local)

        let answer: SessionAnswer
        do throws(SessionError) {
            answer =
                switch role {
                case .publisher: try await media.broker.publish(question)
                case .subscriber: try await media.broker.play(question)
                }
        } catch {
            throw problem(for: error, role, path)
        }
        context.logger.info(
            "Session opened",
            metadata: ["session": "\(answer.id)", "path": "\(path)", "role": "\(role.rawValue)", "remote": "\(remote)"])

        var response = Response(
            status: .created,
            headers: [
                .contentType: SDPMediaType.offer,
                .location: "/\(path)/\(role.protocolName)/\(answer.id)",
                .eTag: answer.entityTag,
                .acceptPatch: SDPMediaType.fragment,
                .cacheControl: "no-store",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: answer.sdp)))
        for link in iceServerLinks { response.headers.append(link) }
        return response
    }

    /// A viewer whose offer fits nothing is also told what might have been made of the stream, and why it was not.
    private func problem(for error: SessionError, _ role: SessionRole, _ path: StreamPath) -> Problem {
        var problem = Problem(error)
        guard role == .subscriber, case .unacceptableOffer = error else { return problem }
        let notes = media.frames().first { $0.path == path }?.notes ?? []
        problem.detail = ([problem.detail] + notes).joined(separator: " ")
        return problem
    }

    /// Opens a session on the path that the Bearer token is the stream key of.
    func open(
        _ role: SessionRole, _ request: Request, from requester: Requester, context: ConnectionContext
    ) async throws(Problem) -> Response {
        guard case .keyHolder(let path) = requester else {
            throw .unauthorized("This needs a known stream key as Bearer token.", offersBasic: false)
        }
        return try await open(role, path, request, from: requester, context: context)
    }

    /// PATCH and DELETE, for those who might have opened the session.
    func change(
        _ id: SessionID, _ role: SessionRole, _ path: StreamPath, _ request: Request, from requester: Requester,
        context: ConnectionContext
    ) async throws(Problem) -> Response {
        try authorize(requester, role, path)
        // A session is found by its own URL only, whoever knows its id.
        guard let session = await media.broker.session(id), session.path == path, session.role == role else {
            throw await missing(id, role, path)
        }
        return request.method == .delete
            ? try await end(id, path, context: context) : try await amend(id, request)
    }

    /// 410 with the reason for a session that ended by itself, 404 for one that never was.
    private func missing(_ id: SessionID, _ role: SessionRole, _ path: StreamPath) async -> Problem {
        guard let ending = await media.broker.ending(of: id), ending.path == path, ending.role == role else {
            return Problem(.unknownSession)
        }
        return Problem(.gone, ending.reason)
    }

    private func end(_ id: SessionID, _ path: StreamPath, context: ConnectionContext) async throws(Problem) -> Response
    {
        guard await media.broker.end(id) else { throw Problem(.unknownSession) }
        context.logger.info("Session ended by its owner", metadata: ["session": "\(id)", "path": "\(path)"])
        return Response(status: .ok)
    }

    private func amend(_ id: SessionID, _ request: Request) async throws(Problem) -> Response {
        try Self.requireType(SDPMediaType.fragment, of: request, acceptField: .acceptPatch)
        let fragment = try await request.text(upTo: Self.maximumBody)
        let amendment: SessionAmendment
        do throws(SessionError) {
            amendment = try await media.broker.amend(id, entityTag: request.headers[.ifMatch], fragment: fragment)
        } catch {
            throw Problem(error)
        }
        switch amendment {
        case .trickled:
            return Response(status: .noContent)
        case .restarted(let fragment, let entityTag):
            return Response(
                status: .ok,
                headers: [.contentType: SDPMediaType.fragment, .eTag: entityTag, .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: fragment)))
        }
    }

    private func authorize(_ requester: Requester, _ role: SessionRole, _ path: StreamPath) throws(Problem) {
        if let problem = Problem(authority.allows(requester, role.action, path), offersBasic: false) { throw problem }
    }

    /// Media types compare without regard to case; parameters do not matter (RFC 9110 §8.3.1).
    private static func requireType(
        _ expected: String, of request: Request, acceptField: HTTPField.Name
    ) throws(Problem) {
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }.trimming(while: \.isWhitespace)
        guard type.lowercased() == expected else {
            throw Problem(
                .unsupportedMediaType, "The body's Content-Type must be \(expected).", headers: [acceptField: expected])
        }
    }

    /// Bytes of an SDP body (our choice; a browser's offer has 5 to 20 KB).
    static let maximumBody = 256 * 1024
}

extension ICEServer {
    /// The value of a `Link` field; what stands in quotes was checked when the configuration was read.
    fileprivate var link: String {
        guard let login else { return "<\(url)>; rel=\"ice-server\"" }
        return "<\(url)>; rel=\"ice-server\"; username=\"\(login.username)\"; credential=\"\(login.credential)\"; "
            + "credential-type=\"password\""
    }
}
