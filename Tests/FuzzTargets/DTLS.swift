import Bytes
import DTLS
import TestSupport

extension FuzzTarget {
    /// The first datagram that a server gets.
    package static let dtlsClientHello = FuzzTarget(
        "dtls-client-hello", seeds: [DTLSFuzzing.clientHello, DTLSFuzzing.otherClientHello]
    ) { datagram in
        let server = DTLSFuzzing.endpoint(.server)
        DTLSFuzzing.feed(datagram, to: server)
    }

    /// What follows a good ClientHello: a client's second flight, and again as a retransmission would come.
    package static let dtlsClientFlight = FuzzTarget(
        "dtls-client-flight", seeds: [DTLSFuzzing.clientFlight, DTLSFuzzing.clientHello]
    ) { datagram in
        let server = DTLSFuzzing.endpoint(.server)
        DTLSFuzzing.feed(DTLSFuzzing.clientHello.span, to: server)
        DTLSFuzzing.feed(datagram, to: server)
        DTLSFuzzing.feed(datagram, to: server)
    }

    /// What a client gets from a server.
    package static let dtlsServerFlight = FuzzTarget(
        "dtls-server-flight", seeds: [DTLSFuzzing.serverFlight, DTLSFuzzing.clientHello]
    ) { datagram in
        let client = DTLSFuzzing.endpoint(.client)
        client.start()
        DTLSFuzzing.feed(datagram, to: client)
        DTLSFuzzing.feed(datagram, to: client)
    }

    /// What comes when the handshake is over: from a stranger, and, with the first two bytes as type and sequence number of
    /// a record around the rest, from the peer that has the keys.
    package static let dtlsEstablished = FuzzTarget(
        "dtls-established", seeds: DTLSFuzzing.establishedSeeds
    ) { datagram in
        var connection = DTLSFuzzing.established()
        let stranger = DTLSFuzzing.feed(datagram, to: &connection)
        precondition(stranger == .nothing, "a stranger was heard: \(stranger)")

        guard datagram.count >= 2, datagram.count < 10_000 else { return }
        let bytes = datagram.withUnsafeBufferPointer { Array($0) }
        let record = DTLSFuzzing.sealer.seal(type: bytes[0], sequence: UInt64(bytes[1]), Array(bytes.dropFirst(2)))
        let first = DTLSFuzzing.feed(record.span, to: &connection)
        if first.hasEnded { precondition(bytes[0] == 21 && bytes.count == 4, "ended by what is no alert") }
        precondition(first.answer <= DTLSFuzzing.sealed.count, "one record was answered with \(first.answer) bytes")
        let second = DTLSFuzzing.feed(record.span, to: &connection)
        precondition(second == .nothing, "a record counted twice")
    }
}

private enum DTLSFuzzing {
    /// A fresh endpoint whose peer has to hold the key that only this process has.
    static func endpoint(_ role: DTLSRole) -> DTLSEndpoint {
        do throws(DTLSError) {
            let identity = try identity.get()
            return try DTLSEndpoint(identity: identity, role: role, remoteFingerprints: [identity.fingerprint])
        } catch {
            preconditionFailure("no endpoint to fuzz: \(error)")
        }
    }

    /// Hands over a datagram and takes what it brought about. Nobody has the key, so nothing may connect; and an answer to
    /// a datagram stays within a flight.
    static func feed(_ datagram: Span<UInt8>, to endpoint: DTLSEndpoint) {
        if case .connected = endpoint.receive(datagram) { preconditionFailure("connected to nobody") }
        var answer = 0
        endpoint.takeDatagrams { span in
            precondition(span.count <= DTLSEndpoint.maximumDatagramLength, "a datagram of \(span.count) bytes")
            answer += span.count
        }
        precondition(answer <= 4 * DTLSEndpoint.maximumDatagramLength, "an answer of \(answer) bytes")
    }

    static let sealer = DTLSRecordSealer(key: Array(repeating: 0x5A, count: 16), salt: 7)
    /// Stands for a goodbye, and for a final flight.
    static let sealed = sealer.seal(type: 21, sequence: 1, [1, 0])

    static func established() -> EstablishedConnection {
        EstablishedConnection(
            protection: RecordProtection(key: sealer.key, salt: sealer.salt), lastRecord: nil, finalFlight: sealed,
            goodbye: sealed)
    }

    /// What became of a datagram.
    struct Outcome: Equatable {
        var hasEnded = false
        /// In bytes.
        var answer = 0

        static let nothing = Outcome()
    }

    static func feed(_ datagram: Span<UInt8>, to connection: inout EstablishedConnection) -> Outcome {
        var output: [UInt8] = []
        var hasEnded = false
        var offset = 0
        while !hasEnded, let record = Record(at: offset, in: datagram) {
            offset = record.range.upperBound
            hasEnded = connection.receive(record, in: datagram, &output) != nil
        }
        return Outcome(hasEnded: hasEnded, answer: output.count)
    }

    /// Types, sequence numbers and plaintexts of close_notify, a fatal alert and a Finished; and a record with the wrong key.
    static let establishedSeeds: [[UInt8]] = [
        [21, 1, 1, 0], [21, 200, 2, 51],
        [22, 1, 20, 0, 0, 12, 0, 5, 0, 0, 0, 0, 0, 12] + Array(repeating: 3, count: 12),
        DTLSRecordSealer(key: Array(repeating: 1, count: 16), salt: 7).seal(type: 21, sequence: 1, [1, 0]),
    ]

    private static let identity: Result<DTLSIdentity, DTLSError> = Result { () throws(DTLSError) in try DTLSIdentity() }

    /// From a handshake between two endpoints of ours, as are the two flights below.
    static let clientHello = bytes(
        """
        16feff000000000000000000970100008b000000000000008bfefd5ef1a17cd568cf1aefcd30fa0ccb3c069be6003aba419983e1122321e0
        a2fddf0000000ac02bc02fc02cc03000ff01000057000b000403000102000a00080006001d00170018000e00090006000700080001000016
        000000170000000d002a0028040305030603080708080809080a080b080408050806040105010601030303010302040205020602
        """)

    /// ServerHello, Certificate, ServerKeyExchange, CertificateRequest and ServerHelloDone.
    static let serverFlight = bytes(
        """
        16fefd0000000000000000004e020000420000000000000042fefd7ece7ac6d72d065fe1684aee7e8684fc4c2a01f00f00fa99700d472da1
        cb8f3400c02b00001aff01000100000b000403000102000e000500020007000017000016fefd000000000000000101340b00012800010000
        000001280001250001223082011e3081c6a00302010202104444ae17c5ff171533f19dd5f49240b7300a06082a8648ce3d04030230123110
        300e06035504030c077475726e6f7574301e170d3236313131393139333634395a170d3336313131373139333634395a30123110300e0603
        5504030c077475726e6f75743059301306072a8648ce3d020106082a8648ce3d03010703420004a8b4a186e2ba5a24c645366710b4047559
        13f798ddf0aa642609d1dfd51273ea6f2a841839b3b60fd5b0c0afc1840052b7ffdb0e824fdb7d1c46df086997099f300a06082a8648ce3d
        040302034700304402200472baf7c5e389ae6241e22ca259ed14f66ba423504162d07e1bd2ce07a26adf022056559034fcefbac3f4799b12
        00310c99175737d805fb74cbffe7e983d27d11a416fefd0000000000000002007a0c00006e000200000000006e03001d20024b11ca5a1abf
        582fd0fe061d899000522f07409b752db2a6986dacc3340b7304030046304402202aa54016521a514e518f688107554691ece576b5b54fc5
        6b857af7ef454f844d022054f8897e4b99d6b0db96eb3c779e64b874d7a171193dcb0d14fee3bd8912ad7916fefd0000000000000003003c
        0d0000300003000000000030030102400028040305030603080708080809080a080b08040805080604010501060103030301030204020502
        0602000016fefd0000000000000004000c0e0000000004000000000000
        """)

    /// Certificate, ClientKeyExchange, CertificateVerify, ChangeCipherSpec and Finished.
    static let clientFlight = bytes(
        """
        16fefd000000000000000101350b00012900010000000001290001260001233082011f3081c6a003020102021046cad76cdc580814630bea
        8e8b10ea32300a06082a8648ce3d04030230123110300e06035504030c077475726e6f7574301e170d3236313131393139333634395a170d
        3336313131373139333634395a30123110300e06035504030c077475726e6f75743059301306072a8648ce3d020106082a8648ce3d030107
        034200043911e5a5a5f58755b5b7634f5e8c9799cef16e023cb8ec82cde478708d2b1cfbe13fe85d42bc56cfdb324b84d78477b351a4ac7b
        89b5a3a3a7970ac9c8649835300a06082a8648ce3d040302034800304502206861ab2a56da11a26d94c8ff52783f1f26fa41df5b8511e844
        db58a98fd89192022100cbcdce8b594c2dac06b1fe4c41143c0d2501e8e297670368a5943367951a5cc316fefd0000000000000002002d10
        000021000200000000002120693f7a0c39493191f270c1d0c43a8ebd7eec6567b840bdd1ab482c335ecddb1e16fefd000000000000000300
        580f00004c000300000000004c040300483046022100a5509390cd8582f38a7c83dff95724e2280404d9bf6ab01473eb93bc9684db560221
        00d15044fd0bbf59f3d5363198b3d20cddcf487a608ca69fc4a071b2bb6401454714fefd000000000000000400010116fefd000100000000
        0000003089bcf106506347b6a5d3731652dc1ae074def336996d1df5f29544e4aac454656b1c516b634c9f2816f648052aed90a1
        """)

    /// From OpenSSL as it comes, with every cipher suite it has.
    static let otherClientHello = bytes(
        """
        16feff000000000000000000c7010000bb00000000000000bbfefdc06ceffff951ed1fcfd37896cbff1ac27b5869943d230e05f51384d1aa
        4ee99d00000038c02cc030009fcca9cca8ccaac02bc02f009ec024c028006bc023c0270067c00ac0140039c009c0130033009d009c003d00
        3c0035002f00ff01000059000b000403000102000a000c000a001d0017001e00190018000e0007000400010007000016000000170000000d
        002a0028040305030603080708080809080a080b080408050806040105010601030303010302040205020602
        """)

    private static func bytes(_ hex: String) -> [UInt8] {
        Hex.bytes(hex) ?? []
    }
}
