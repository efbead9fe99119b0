import RTSP
import Testing

@Suite struct TransportHeaderTests {
    struct Vector: CustomTestStringConvertible, Sendable {
        var text: String
        /// As it is written again; nil for as it was read.
        var canonical: String?
        var specifications: [TransportSpecification]
        var testDescription: String { text }

        init(_ text: String, canonical: String? = nil, _ specifications: TransportSpecification...) {
            self.text = text
            self.canonical = canonical
            self.specifications = specifications
        }
    }

    @Test(arguments: Self.vectors)
    func headerIsReadAndWritten(_ vector: Vector) throws {
        let header = try TransportHeader(parsing: vector.text)
        #expect(header.specifications == vector.specifications)
        #expect(header.text == vector.canonical ?? vector.text)
        #expect(try TransportHeader(parsing: header.text) == header)
    }

    @Test(
        arguments: [
            "", " ", ",", ";", "unicast", "unicast;client_port=1-2", "RTP/AVP;client_port=", "RTP/AVP;client_port=0-1",
            "RTP/AVP;client_port=1-0", "RTP/AVP;client_port=65536", "RTP/AVP;client_port=-1", "RTP/AVP;client_port=1-",
            "RTP/AVP;client_port=1-x", "RTP/AVP;client_port=1-2-3", "RTP/AVP;client_port", "RTP/AVP;port=0",
            "RTP/AVP;server_port=x", "RTP/AVP/TCP;interleaved=255-256", "RTP/AVP/TCP;interleaved=256",
            "RTP/AVP/TCP;interleaved=-1", "RTP/AVP/TCP;interleaved=a-b", "RTP/AVP/TCP;interleaved", "RTP/AVP;mode=x",
            "RTP/AVP;mode=", "RTP/AVP;unicast,x",
        ])
    func whatIsNoTransportIsRefused(_ text: String) {
        #expect { try TransportHeader(parsing: text) } throws: { error in
            if case .malformed? = error as? RTSPError { true } else { false }
        }
    }

    @Test func preferencesAreBounded() throws {
        let text = Array(repeating: "RTP/AVP;unicast", count: 17).joined(separator: ",")
        #expect(try TransportHeader(parsing: text).specifications.count == 16)
    }

    private static func specification(
        _ carrier: TransportSpecification.Carrier, _ delivery: TransportSpecification.Delivery? = .unicast,
        _ change: (inout TransportSpecification) -> Void = { _ in }
    ) -> TransportSpecification {
        var specification = TransportSpecification(carrier, delivery)
        change(&specification)
        return specification
    }

    private static let vectors = [
        Vector(
            "RTP/AVP;unicast;client_port=5000-5001", specification(.udp) { $0.clientPort = TransportPair(5000, 5001) }),
        Vector(
            "RTP/AVP/UDP;unicast;client_port=65535", canonical: "RTP/AVP;unicast;client_port=65535",
            specification(.udp) { $0.clientPort = TransportPair(65535) }),
        Vector(
            "RTP/AVP/TCP;unicast;interleaved=254-255;mode=record",
            specification(.tcp) {
                $0.interleaved = TransportPair(254, 255)
                $0.mode = .record
            }),
        Vector("RTP/AVP/TCP;unicast;interleaved=0", specification(.tcp) { $0.interleaved = TransportPair(0) }),
        // RFC 2326 §12.39.
        Vector(
            "RTP/AVP;multicast;ttl=127;mode=\"PLAY\",RTP/AVP;unicast;client_port=3456-3457;mode=\"PLAY\"",
            canonical: "RTP/AVP;multicast;ttl=127;mode=play,RTP/AVP;unicast;client_port=3456-3457;mode=play",
            specification(.udp, .multicast) {
                $0.ttl = 127
                $0.mode = .play
            },
            specification(.udp) {
                $0.clientPort = TransportPair(3456, 3457)
                $0.mode = .play
            }),
        Vector(
            "RTP/AVP;multicast;destination=239.1.2.3;source=192.0.2.1;port=7000-7001;ttl=16",
            canonical: "RTP/AVP;multicast;destination=239.1.2.3;source=192.0.2.1;port=7000-7001;ttl=16",
            specification(.udp, .multicast) {
                $0.destination = "239.1.2.3"
                $0.source = "192.0.2.1"
                $0.port = TransportPair(7000, 7001)
                $0.ttl = 16
            }),
        // live555, in cameras of Hikvision.
        Vector(
            "RTP/AVP;unicast;client_port=14186-14187;server_port=8052-8053;ssrc=0F3A12C4;mode=\"play\"",
            canonical: "RTP/AVP;unicast;client_port=14186-14187;server_port=8052-8053;ssrc=0F3A12C4;mode=play",
            specification(.udp) {
                $0.clientPort = TransportPair(14186, 14187)
                $0.serverPort = TransportPair(8052, 8053)
                $0.ssrc = 0x0F3A_12C4
                $0.mode = .play
            }),
        // Without `unicast`, with white space, letters of the other case, and a prefix.
        Vector(
            " rtp/avp/tcp ; Interleaved=0-1 ;SSRC= 0x1a ; Destination = ",
            canonical: "RTP/AVP/TCP;interleaved=0-1;ssrc=0000001A",
            specification(.tcp, nil) {
                $0.interleaved = TransportPair(0, 1)
                $0.ssrc = 0x1A
            }),
        // Old versions of ffmpeg, and what only one of both sides understands.
        Vector(
            "RTP/AVP/TCP;unicast;interleaved=2-3;mode=receive;layers=1;append;x=y;=;",
            canonical: "RTP/AVP/TCP;unicast;interleaved=2-3;mode=record",
            specification(.tcp) {
                $0.interleaved = TransportPair(2, 3)
                $0.mode = .record
            }),
        // Remarks that say nothing.
        Vector(
            "RTP/AVP;unicast;ttl=256;ssrc=123456789;server_port=0-0;ssrc=xyz", canonical: "RTP/AVP;unicast",
            specification(.udp)),
        Vector(
            "RTP/SAVP;unicast;client_port=1-2,RAW/RAW/UDP;unicast",
            specification(.unsupported("RTP/SAVP")) { $0.clientPort = TransportPair(1, 2) },
            specification(.unsupported("RAW/RAW/UDP"))),
    ]
}
