import Foundation
import HTTPTypes
import Hummingbird
import WebRTCGateway

/// An error as people and programs read it: `application/problem+json` (RFC 9457).
struct Problem: Error, Equatable {
    var status: HTTPResponse.Status
    /// One or two sentences: what happened, and what to do.
    var detail: String
    var headers: HTTPFields

    init(_ status: HTTPResponse.Status, _ detail: String, headers: HTTPFields = [:]) {
        self.status = status
        self.detail = detail
        self.headers = headers
    }

    var response: Response {
        // `about:blank` says that the title is the status's own (RFC 9457 §4.2.1).
        let body = Body(type: "about:blank", title: status.reasonPhrase, status: status.code, detail: detail)
        var response = Response(status: status, json: body)
        response.headers[.contentType] = "application/problem+json"
        for field in headers { response.headers.append(field) }
        return response
    }

    private struct Body: Encodable {
        var type: String
        var title: String
        var status: Int
        var detail: String
    }
}

extension Problem {
    /// Why the WebRTC side refused, in the terms of RFC 9725 §4.
    init(_ error: SessionError) {
        switch error {
        case .malformedOffer(let reason):
            self.init(.badRequest, reason)
        case .unacceptableOffer(let reason):
            self.init(.notAcceptable, reason)
        case .nothingLive:
            self.init(
                .conflict, "Nobody publishes this stream now. Try again in a moment.", headers: [.retryAfter: "2"])
        case .alreadyPublished:
            self.init(
                .conflict, "Somebody publishes this stream already, and the server is set to refuse a second one.",
                headers: [.retryAfter: "10"])
        case .unknownSession:
            self.init(.notFound, "There is no such session.")
        case .entityTagRequired:
            self.init(.preconditionRequired, "A PATCH needs If-Match with the session's entity tag.")
        case .entityTagStale:
            self.init(.preconditionFailed, "If-Match names an ICE generation that is over.")
        case .malformedFragment(let reason):
            self.init(.badRequest, reason)
        case .unprocessable(let reason):
            self.init(.unprocessableContent, reason)
        case .overloaded(let reason):
            self.init(.serviceUnavailable, reason, headers: [.retryAfter: "5"])
        }
    }

    /// What a verdict other than `allowed` becomes; nil for that one.
    /// - Parameter offersBasic: whether a browser may ask its user for name and password. Pages that use `fetch`
    ///   show a field of their own instead.
    init?(_ verdict: Verdict, offersBasic: Bool) {
        switch verdict {
        case .allowed: return nil
        case .unknown(let reason): self = .unauthorized(reason, offersBasic: offersBasic)
        case .forbidden(let reason): self.init(.forbidden, reason)
        }
    }

    /// 401 with what would help (RFC 9110 §11.6.1).
    static func unauthorized(_ reason: String, offersBasic: Bool) -> Problem {
        var problem = Problem(.unauthorized, reason)
        problem.headers.append(HTTPField(name: .wwwAuthenticate, value: "Bearer realm=\"turnout\""))
        if offersBasic {
            problem.headers.append(
                HTTPField(name: .wwwAuthenticate, value: "Basic realm=\"turnout\", charset=\"UTF-8\""))
        }
        return problem
    }

    static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> Problem {
        let list = allowed.map(\.rawValue).joined(separator: ", ")
        return Problem(.methodNotAllowed, "What is allowed here: \(list).", headers: [.allow: list])
    }
}

extension Response {
    init(status: HTTPResponse.Status = .ok, json value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Encoding fails for numbers that are not finite and for nothing else here; figures are kept finite.
        let data = (try? encoder.encode(value)) ?? Data("{}".utf8)
        self.init(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
    }

    init(status: HTTPResponse.Status = .ok, text: String, contentType: String = "text/plain; charset=utf-8") {
        self.init(
            status: status, headers: [.contentType: contentType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
