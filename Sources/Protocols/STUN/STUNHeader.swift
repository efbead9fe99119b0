import Bytes

/// What a message does (RFC 8489 §18.2). Only the 12 low bits travel.
package struct STUNMethod: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue & 0x0FFF
    }

    package static let binding = STUNMethod(rawValue: 0x001)
}

/// The part a message plays in a transaction (RFC 8489 §5).
package enum STUNClass: UInt16, CaseIterable, Sendable {
    case request = 0b00
    case indication = 0b01
    case success = 0b10
    case failure = 0b11
}

/// The 96 bits that pair a response with its request.
package struct STUNTransactionID: Hashable, Sendable {
    /// The first 32 bits.
    package let high: UInt32
    /// The last 64 bits.
    package let low: UInt64

    package init(high: UInt32, low: UInt64) {
        self.high = high
        self.low = low
    }

    package static func random(using generator: inout some RandomNumberGenerator) -> STUNTransactionID {
        STUNTransactionID(high: generator.next(), low: generator.next())
    }
}

/// The 20 bytes at the start of every message (RFC 8489 §5).
struct STUNHeader {
    let method: STUNMethod
    let `class`: STUNClass
    /// Bytes that follow the header, as it says.
    let bodyLength: Int
    let transactionID: STUNTransactionID

    init(parsing datagram: Span<UInt8>) throws(STUNError) {
        let type: UInt16
        let cookie: UInt32
        do throws(EndOfBytes) {
            var reader = ByteReader(datagram)
            type = try reader.readUInt16()
            bodyLength = Int(try reader.readUInt16())
            cookie = try reader.readUInt32()
            transactionID = STUNTransactionID(high: try reader.readUInt32(), low: try reader.readUInt64())
        } catch {
            throw .notSTUN
        }
        guard type & 0xC000 == 0, cookie == Self.magicCookie else { throw .notSTUN }
        (method, `class`) = Self.split(type)
    }

    /// The two bits of the class sit at positions 4 and 8, between the method's.
    static func type(_ method: STUNMethod, _ class: STUNClass) -> UInt16 {
        let bits = method.rawValue
        let methodBits = (bits & 0xF80) << 2 | (bits & 0x070) << 1 | bits & 0x00F
        return methodBits | (`class`.rawValue & 0b10) << 7 | (`class`.rawValue & 0b01) << 4
    }

    private static func split(_ type: UInt16) -> (STUNMethod, STUNClass) {
        let method = STUNMethod(rawValue: type >> 2 & 0xF80 | type >> 1 & 0x070 | type & 0x00F)
        switch (type & 0x0100 != 0, type & 0x0010 != 0) {
        case (false, false): return (method, .request)
        case (false, true): return (method, .indication)
        case (true, false): return (method, .success)
        case (true, true): return (method, .failure)
        }
    }

    /// Bytes of a header.
    static let length = 20
    static let magicCookie: UInt32 = 0x2112_A442
}
