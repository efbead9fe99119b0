import Foundation
package import Glibc

/// Fetches pages of a server on this machine.
package enum LocalHTTP {
    /// The body of what GET answers; nil when nobody answers, or not with 200.
    /// - Parameter path: With its slash.
    static func get(_ path: String, port: UInt16) -> String? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        let request = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n".utf8)
        guard isConnected, write(descriptor, request, request.count) == request.count else { return nil }
        var (answer, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return body(of: String(decoding: answer, as: UTF8.self))
    }

    private static func body(of answer: String) -> String? {
        guard answer.hasPrefix("HTTP/1.1 200 "), let end = answer.firstRange(of: "\r\n\r\n") else { return nil }
        return String(answer[end.upperBound...])
    }

    /// A port that nobody uses.
    /// - Parameter kind: SOCK_STREAM or SOCK_DGRAM.
    /// - Throws: ``ForwardingError``.
    package static func freePort(_ kind: __socket_type) throws(ForwardingError) -> UInt16 {
        let descriptor = socket(AF_INET, Int32(kind.rawValue), 0)
        guard descriptor >= 0 else { throw .system("socket", errno: errno) }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw .system("bind", errno: errno) }
        return UInt16(bigEndian: address.sin_port)
    }
}
