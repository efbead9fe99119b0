import Cryptography
import Figures
import SRTP

/// What encrypting and decrypting a packet costs, by profile and by the library that does it.
enum SRTPBenchmark {
    static func run() throws -> Table {
        var table = Table(
            "SRTP, a packet of 1,200 bytes", columns: ["protect, 1 sender", "100 senders", "unprotect"],
            notes: ["protected out of place, \(batch) packets a call, as the fan-out does"])
        for profile in SRTPProfile.allCases {
            for engine in CipherEngine.allCases where engine.isAvailable {
                table.add(
                    "\(profile), \(engine)",
                    [
                        try protect(profile, engine, senders: 1), try protect(profile, engine, senders: batch),
                        try unprotect(profile, engine),
                    ])
            }
        }
        return table
    }

    private static func protect(_ profile: SRTPProfile, _ engine: CipherEngine, senders count: Int) throws -> Double {
        let senders = try (0..<count).map { try sender(profile, engine, seed: UInt8($0)) }
        let packets = Packets(profile: profile)
        return withExtendedLifetime(senders) {
            Measurement.median(perUnitOf: calls * batch) {
                for _ in 0..<calls { packets.protect(by: senders) }
            }
        }
    }

    private static func unprotect(_ profile: SRTPProfile, _ engine: CipherEngine) throws -> Double {
        let sender = try sender(profile, engine, seed: 0)
        let receiver = try SRTPReceiver(profile: profile, masterKey: masterKey(profile, seed: 0), engine: engine)
        let packets = Packets(profile: profile)
        return try Measurement.median(perUnitOf: batch * calls) {
            (0..<calls).map { _ in
                packets.protect(by: [sender])
                return packets.copy()
            }
        } _: { (batches: [[UInt8]]) in
            for var packets in batches {
                try packets.withUnsafeMutableBytes { bytes in
                    let length = bytes.count / batch
                    for index in 0..<batch {
                        let packet = UnsafeMutableRawBufferPointer(
                            rebasing: bytes[(index * length)..<((index + 1) * length)])
                        guard try receiver.unprotectRTP(packet) == Packets.length else {
                            throw BenchmarkError.wrong("a packet was decrypted to another length")
                        }
                    }
                }
            }
        }
    }

    private static func sender(_ profile: SRTPProfile, _ engine: CipherEngine, seed: UInt8) throws -> SRTPSender {
        try SRTPSender(profile: profile, masterKey: masterKey(profile, seed: seed), engine: engine)
    }

    private static func masterKey(_ profile: SRTPProfile, seed: UInt8) -> SRTPMasterKey {
        SRTPMasterKey(
            key: (0..<profile.keyLength).map { UInt8($0) &* 7 &+ seed },
            salt: (0..<profile.saltLength).map { UInt8($0) &* 5 &+ seed })
    }

    /// Packets in one call: what a frame of ten packets is for ten viewers.
    private static let batch = Packets.batch
    private static let calls = 100
}

/// A batch of packets, and the shared plaintext that they are encrypted from.
private final class Packets {
    private let packets: UnsafeMutablePointer<UInt8>
    private let payload: UnsafeMutablePointer<UInt8>
    private let stride: Int
    private var jobs: [SRTPProtectionJob] = []
    private var index: UInt64 = 0

    init(profile: SRTPProfile) {
        stride = Self.length + profile.rtpTagLength
        packets = .allocate(capacity: stride * Self.batch)
        packets.initialize(repeating: 0, count: stride * Self.batch)
        payload = .allocate(capacity: Self.length)
        payload.initialize(repeating: 0x5A, count: Self.length)
    }

    deinit {
        packets.deallocate()
        payload.deallocate()
    }

    /// Encrypts the next packet of each sender, or the next ones of a single sender.
    func protect(by senders: [SRTPSender]) {
        jobs.removeAll(keepingCapacity: true)
        for number in 0..<Self.batch {
            let packet = packets + number * stride
            packet[0] = 0x80
            packet[1] = 96
            packet[2] = UInt8(truncatingIfNeeded: index >> 8)
            packet[3] = UInt8(truncatingIfNeeded: index)
            jobs.append(
                SRTPProtectionJob(
                    sender: senders[number % senders.count].handle, packet: packet, headerLength: 12, payload: payload,
                    payloadLength: Int32(Self.length - 12), index: index))
            index += 1
        }
        jobs.withUnsafeMutableBufferPointer { SRTPSender.protect($0) }
    }

    /// The packets as they are now, one behind the other.
    func copy() -> [UInt8] {
        Array(UnsafeBufferPointer(start: packets, count: stride * Self.batch))
    }

    /// Bytes of header and payload.
    static let length = 1_200
    static let batch = 100
}
