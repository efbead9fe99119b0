package import Glibc

/// The first of `count` consecutive ports that are free now, below those that the kernel gives out by itself.
/// - Parameter type: `SOCK_STREAM` for TCP, `SOCK_DGRAM` for UDP.
package func freePorts(_ type: __socket_type, count: UInt16) throws -> UInt16 {
    for _ in 0..<100 {
        let first = UInt16.random(in: 20_000...30_000)
        if (first..<first + count).allSatisfy({ isFree($0, type) }) { return first }
    }
    throw TestFailure("no \(count) free ports in a row")
}

private func isFree(_ port: UInt16, _ type: __socket_type) -> Bool {
    let descriptor = socket(AF_INET, Int32(type.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}
