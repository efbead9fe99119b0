/// A response's status code (RFC 2326 §11; 413, 459, 503 and the others with the names that RFC 7826 §17 kept).
package struct RTSPStatus: Hashable, Sendable {
    /// 100...999.
    package let code: UInt16

    /// Nil for a number that is no status code.
    package init?(code: Int) {
        guard (100...999).contains(code) else { return nil }
        self.code = UInt16(code)
    }

    private init(_ code: UInt16) {
        self.code = code
    }

    /// Whether the request was done: 200...299.
    package var isSuccess: Bool { code / 100 == 2 }

    /// Whether the answer is elsewhere: 300...399.
    package var isRedirection: Bool { code / 100 == 3 }

    /// The reason phrase of the specification; for a code that it does not have, that of the code's class.
    package var reason: String {
        Self.reasons[code] ?? Self.classes[code / 100] ?? "Unknown"
    }

    package static let proceed = RTSPStatus(100)
    package static let ok = RTSPStatus(200)
    package static let movedPermanently = RTSPStatus(301)
    package static let found = RTSPStatus(302)
    package static let badRequest = RTSPStatus(400)
    package static let unauthorized = RTSPStatus(401)
    package static let forbidden = RTSPStatus(403)
    package static let notFound = RTSPStatus(404)
    package static let methodNotAllowed = RTSPStatus(405)
    package static let notAcceptable = RTSPStatus(406)
    package static let requestEntityTooLarge = RTSPStatus(413)
    package static let requestURITooLong = RTSPStatus(414)
    package static let unsupportedMediaType = RTSPStatus(415)
    package static let parameterNotUnderstood = RTSPStatus(451)
    package static let notEnoughBandwidth = RTSPStatus(453)
    package static let sessionNotFound = RTSPStatus(454)
    package static let methodNotValidInThisState = RTSPStatus(455)
    package static let invalidRange = RTSPStatus(457)
    package static let aggregateOperationNotAllowed = RTSPStatus(459)
    package static let onlyAggregateOperationAllowed = RTSPStatus(460)
    package static let unsupportedTransport = RTSPStatus(461)
    package static let destinationUnreachable = RTSPStatus(462)
    package static let internalServerError = RTSPStatus(500)
    package static let notImplemented = RTSPStatus(501)
    package static let serviceUnavailable = RTSPStatus(503)
    package static let versionNotSupported = RTSPStatus(505)
    package static let optionNotSupported = RTSPStatus(551)

    private static let reasons: [UInt16: String] = [
        100: "Continue", 200: "OK", 301: "Moved Permanently", 302: "Found", 400: "Bad Request", 401: "Unauthorized",
        403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
        413: "Request Entity Too Large", 414: "Request-URI Too Long", 415: "Unsupported Media Type",
        451: "Parameter Not Understood", 453: "Not Enough Bandwidth", 454: "Session Not Found",
        455: "Method Not Valid In This State", 457: "Invalid Range", 459: "Aggregate Operation Not Allowed",
        460: "Only Aggregate Operation Allowed", 461: "Unsupported Transport", 462: "Destination Unreachable",
        500: "Internal Server Error", 501: "Not Implemented", 503: "Service Unavailable",
        505: "RTSP Version Not Supported", 551: "Option Not Supported",
    ]

    private static let classes: [UInt16: String] = [
        1: "Informational", 2: "Success", 3: "Redirection", 4: "Client Error", 5: "Server Error",
    ]
}
