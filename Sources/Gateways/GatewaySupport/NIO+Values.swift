package import NIOCore
package import Net

extension Instant {
    /// The present, on the clock that event loops have.
    package static var now: Instant { Instant(nanoseconds: Int64(clamping: NIODeadline.now().uptimeNanoseconds)) }
}

extension NIODeadline {
    package init(_ instant: Instant) {
        self = .uptimeNanoseconds(UInt64(clamping: instant.nanoseconds))
    }
}

extension ByteBuffer {
    /// Hands the readable bytes to a parser.
    package func withBytes<Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Void) throws(Failure) {
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

extension NIOCore.SocketAddress {
    /// The address as datagrams have it: a link-local one is of an interface.
    package var hostAddress: IPAddress? {
        guard var ip = ipAddress.flatMap({ IPAddress($0) }) else { return nil }
        if !ip.isIPv4, ip.isLinkLocal {
            withSockAddr { address, size in
                guard size >= Self.scopeOffset + MemoryLayout<UInt32>.size else { return }
                ip.scope = UnsafeRawPointer(address).loadUnaligned(fromByteOffset: Self.scopeOffset, as: UInt32.self)
            }
        }
        return ip
    }

    /// Where `sin6_scope_id` is in a `sockaddr_in6` of Linux, behind family, port, flow and address.
    private static var scopeOffset: Int { 24 }

    /// The address for people, e.g. `192.0.2.1:50000` or `[2001:db8::1]:50000`.
    package var text: String {
        guard let ip = ipAddress.flatMap({ IPAddress($0) }), let port else { return "unknown" }
        return Net::SocketAddress(ip: ip, port: UInt16(clamping: port)).description
    }
}

extension NIOBSDSocket.Option {
    /// `TCP_NOTSENT_LOWAT` of tcp(7), which has the number 25 on Linux.
    package static var tcpNotSentLowWaterMark: NIOBSDSocket.Option { NIOBSDSocket.Option(rawValue: 25) }
}
