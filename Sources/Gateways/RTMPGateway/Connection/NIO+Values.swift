import NIOCore
import Net

extension Instant {
    /// The present, on the clock that event loops have.
    static var now: Instant { Instant(nanoseconds: Int64(clamping: NIODeadline.now().uptimeNanoseconds)) }
}

extension NIODeadline {
    init(_ instant: Instant) {
        self = .uptimeNanoseconds(UInt64(clamping: instant.nanoseconds))
    }
}

extension ByteBuffer {
    /// Hands the readable bytes to a parser.
    func withBytes<Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Void) throws(Failure) {
        var failure: Failure?
        withUnsafeReadableBytes { pointer in
            do throws(Failure) {
                // The span lives no longer than this call, in which the buffer does not change.
                try body(Span(_unsafeBytes: pointer))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}
