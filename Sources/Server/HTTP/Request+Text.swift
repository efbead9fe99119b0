import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// The body as text.
    /// - Parameter limit: bytes; a body that announces or has more is not read to its end.
    /// - Throws: 413 above the limit; 400 for a body that is empty, is not UTF-8, or ends before its announced end.
    func text(upTo limit: Int) async throws(Problem) -> String {
        let tooLarge = Problem(.contentTooLarge, "The body has more than \(limit / 1024) KiB.")
        if let announced = headers[.contentLength].flatMap({ Int($0) }), announced > limit { throw tooLarge }
        var bytes = ByteBuffer()
        do {
            for try await part in body {
                guard bytes.readableBytes + part.readableBytes <= limit else { throw tooLarge }
                bytes.writeImmutableBuffer(part)
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(.badRequest, "The body ends before its announced end, or is malformed.")
        }
        guard bytes.readableBytes > 0 else { throw Problem(.badRequest, "The body is empty.") }
        guard let text = String(validating: bytes.readableBytesView, as: UTF8.self) else {
            throw Problem(.badRequest, "The body is not UTF-8 text.")
        }
        return text
    }
}
