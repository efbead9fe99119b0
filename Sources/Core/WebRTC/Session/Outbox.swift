import Bytes
package import Net

/// Datagrams that a session wants sent: its few that are no media, in order. Whoever owns the socket empties it.
package struct Outbox {
    /// One datagram and where it goes.
    package struct Datagram {
        package var bytes: [UInt8]
        package var destination: SocketAddress
    }

    package private(set) var datagrams: [Datagram] = []

    package init() {}

    package mutating func send(_ bytes: [UInt8], to destination: SocketAddress) {
        datagrams.append(Datagram(bytes: bytes, destination: destination))
    }

    package mutating func send(_ bytes: Span<UInt8>, to destination: SocketAddress) {
        var copy = ByteWriter(capacity: bytes.count)
        copy.write(bytes)
        send(copy.bytes, to: destination)
    }

    /// Hands each datagram out once, in order.
    package mutating func drain(_ body: (Datagram) -> Void) {
        for datagram in datagrams { body(datagram) }
        datagrams.removeAll(keepingCapacity: true)
    }
}
