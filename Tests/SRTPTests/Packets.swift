import Bytes
import Cryptography
import SRTP
import TestSupport
import Testing

/// Plaintext packets, and ours to protect and unprotect them as arrays.
enum Packets {
    /// An RTP packet: header with CSRCs and an extension as given, and a payload.
    static func rtp(
        sequence: UInt16, ssrc: UInt32 = 0x1234_5678, csrcs: [UInt32] = [], extension: Extension? = nil,
        payload: [UInt8] = Array("payload".utf8)
    ) -> Packet {
        var writer = ByteWriter()
        writer.write(0x80 | (`extension` == nil ? 0 : 0x10) | UInt8(csrcs.count))
        writer.write(0x80 | 96 as UInt8)
        writer.write(sequence)
        writer.write(UInt32(sequence) &* 3000)
        writer.write(ssrc)
        for csrc in csrcs { writer.write(csrc) }
        if let `extension` {
            writer.write(`extension`.profile)
            writer.write(UInt16(`extension`.words.count))
            for word in `extension`.words { writer.write(word) }
        }
        return Packet(header: writer.bytes, payload: payload)
    }

    /// 0 to 15 CSRCs; no header extension, one of one-byte elements, of two-byte elements, or of another kind, with 0
    /// to 8 words; 0 to 1450 bytes of payload.
    static func randomRTP(sequence: UInt16, ssrc: UInt32, using random: inout SeededRandom) -> Packet {
        let csrcs = (0..<Int.random(in: 0...15, using: &random)).map { _ in
            UInt32.random(in: 0 ... .max, using: &random)
        }
        let profiles: [UInt16?] = [nil, 0xBEDE, 0x1000, .random(in: 0 ... .max, using: &random)]
        let words = (0..<Int.random(in: 0...8, using: &random)).map { _ in UInt32.random(in: 0 ... .max, using: &random)
        }
        return rtp(
            sequence: sequence, ssrc: ssrc, csrcs: random.chance(0.5) ? [] : csrcs,
            extension: (profiles.randomElement(using: &random) ?? nil).map { Extension(profile: $0, words: words) },
            payload: random.bytes(.random(in: 0...1450, using: &random)))
    }

    /// A compound of 1 to 4 packets with whole words of random content.
    static func randomRTCP(ssrc: UInt32, using random: inout SeededRandom) -> [UInt8] {
        var writer = ByteWriter()
        for part in 0..<Int.random(in: 1...4, using: &random) {
            let words = Int.random(in: 0...60, using: &random)
            writer.write(0x80 | UInt8.random(in: 0...31, using: &random))
            writer.write(UInt8.random(in: 200...207, using: &random))
            writer.write(UInt16(words + 1))
            writer.write(part == 0 ? ssrc : .random(in: 0 ... .max, using: &random))
            writer.write(random.bytes(4 * words))
        }
        return writer.bytes
    }

    /// A master key of the profile's lengths.
    static func masterKey(_ profile: SRTPProfile, using random: inout SeededRandom) -> SRTPMasterKey {
        SRTPMasterKey(key: random.bytes(profile.keyLength), salt: random.bytes(profile.saltLength))
    }

    struct Extension {
        let profile: UInt16
        let words: [UInt32]
    }

    struct Packet {
        let header: [UInt8]
        let payload: [UInt8]

        var bytes: [UInt8] { header + payload }
    }
}

/// A profile and the library that does its work.
struct Setup: Sendable, CustomTestStringConvertible {
    let profile: SRTPProfile
    let engine: CipherEngine

    /// Every profile with every engine that is here.
    static let all = SRTPProfile.allCases.flatMap { profile in
        CipherEngine.allCases.filter(\.isAvailable).map { Setup(profile: profile, engine: $0) }
    }

    var testDescription: String { "\(profile) by \(engine)" }

    /// A sender and a receiver with the same key, made from the seed.
    func pair(seed: UInt64 = 1) throws -> Pair {
        var random = SeededRandom(seed: seed)
        return try pair(masterKey: Packets.masterKey(profile, using: &random))
    }

    func pair(masterKey: SRTPMasterKey) throws -> Pair {
        Pair(
            profile: profile,
            sender: try SRTPSender(profile: profile, masterKey: masterKey, engine: engine),
            receiver: try SRTPReceiver(profile: profile, masterKey: masterKey, engine: engine))
    }
}

struct Pair {
    let profile: SRTPProfile
    let sender: SRTPSender
    let receiver: SRTPReceiver
}

extension SRTPSender {
    /// Protects from a payload that lies elsewhere.
    func protected(_ packet: Packets.Packet, index: UInt64, profile: SRTPProfile) -> [UInt8] {
        var output = packet.bytes + [UInt8](repeating: 0xEE, count: profile.rtpTagLength)
        // What stands behind the header is to be overwritten, never read.
        for position in packet.header.count..<output.count { output[position] = 0xEE }
        let length = protectRTP(
            packet: &output, headerLength: packet.header.count, payload: packet.payload + [0],
            payloadLength: packet.payload.count, index: index)
        return Array(output.prefix(length))
    }
}

extension SRTPReceiver {
    func unprotectedRTP(_ packet: [UInt8]) throws -> [UInt8] {
        var packet = packet
        let length = try packet.withUnsafeMutableBytes { try unprotectRTP($0) }
        return Array(packet.prefix(length))
    }

    func unprotectedRTCP(_ packet: [UInt8]) throws -> [UInt8] {
        var packet = packet
        let length = try packet.withUnsafeMutableBytes { try unprotectRTCP($0) }
        return Array(packet.prefix(length))
    }
}
