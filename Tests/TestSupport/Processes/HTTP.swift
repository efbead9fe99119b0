import Foundation
import FoundationNetworking

/// HTTP requests of tests, without cookies or a cache.
package enum HTTP {
    package struct Response: Sendable {
        package let status: Int
        package let body: String
        private let headers: [String: String]

        fileprivate init(status: Int, body: String, headers: [String: String]) {
            self.status = status
            self.body = body
            self.headers = headers
        }

        /// The value of a header field, whatever the case of its name.
        package func header(_ name: String) -> String? { headers[name.lowercased()] }
    }

    package static func get(_ url: String) async throws -> Response {
        try await send("GET", url)
    }

    package static func send(
        _ method: String, _ url: String, headers: [String: String] = [:], body: String? = nil
    ) async throws -> Response {
        guard let url = URL(string: url) else { throw URLError(.badURL) }
        var request = URLRequest(url: url, timeoutInterval: 20)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await session.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        let fields = response.allHeaderFields.map { ("\($0)".lowercased(), "\($1)") }
        return Response(
            status: response.statusCode, body: String(decoding: data, as: UTF8.self),
            headers: Dictionary(fields) { $1 })
    }

    private static let session = URLSession(configuration: .ephemeral)
}
