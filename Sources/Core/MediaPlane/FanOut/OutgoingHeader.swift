import SFU

/// Writes the RTP header of a packet that goes to a viewer (RFC 3550 §5.1, RFC 8285).
enum OutgoingHeader {
    /// Writes header and header extensions.
    /// - Parameters:
    ///   - operation: the packet, its sequence number and timestamp.
    ///   - ids: the viewer's header extension ids.
    ///   - packet: where to write; needs ``largest`` bytes.
    /// - Returns: the bytes written: where the payload belongs.
    static func write(
        _ operation: ForwardOperation, payloadType: UInt8, ssrc: UInt32, sequence: UInt16, ids: borrowing ExtensionIDs,
        to packet: UnsafeMutablePointer<UInt8>
    ) -> Int {
        let record = operation.record.pointee
        packet[0] = record.paddingLength == 0 ? 0x80 : 0x80 | paddingBit
        packet[1] = payloadType | (record.marker ? 0x80 : 0)
        let raw = UnsafeMutableRawPointer(packet)
        raw.storeBytes(of: sequence.bigEndian, toByteOffset: 2, as: UInt16.self)
        raw.storeBytes(of: operation.timestamp.bigEndian, toByteOffset: 4, as: UInt32.self)
        raw.storeBytes(of: ssrc.bigEndian, toByteOffset: 8, as: UInt32.self)
        guard record.extensions.count > 0 else { return fixed }
        return writeExtensions(record.extensions, from: operation.bytes, ids: ids, to: packet)
    }

    /// Appends the extensions that the viewer negotiated, in the two-byte form if one of them needs it.
    private static func writeExtensions(
        _ extensions: ForwardedExtensions, from bytes: UnsafePointer<UInt8>, ids: borrowing ExtensionIDs,
        to packet: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var needsTwoBytes = false
        var isEmpty = true
        for index in 0..<extensions.count {
            let element = extensions[index]
            let id = ids[element.kind]
            guard id != 0 else { continue }
            isEmpty = false
            if id > 14 || element.length == 0 || element.length > 16 { needsTwoBytes = true }
        }
        guard !isEmpty else { return fixed }

        var end = fixed + 4
        for index in 0..<extensions.count {
            let element = extensions[index]
            let id = ids[element.kind]
            guard id != 0 else { continue }
            if needsTwoBytes {
                packet[end] = id
                packet[end + 1] = element.length
                end += 2
            } else {
                packet[end] = id << 4 | (element.length - 1)
                end += 1
            }
            (packet + end).update(from: bytes + Int(element.offset), count: Int(element.length))
            end += Int(element.length)
        }
        while end & 3 != 0 {
            packet[end] = 0
            end += 1
        }
        let raw = UnsafeMutableRawPointer(packet)
        let profile: UInt16 = needsTwoBytes ? 0x1000 : 0xBEDE
        raw.storeBytes(of: profile.bigEndian, toByteOffset: fixed, as: UInt16.self)
        let words = UInt16(truncatingIfNeeded: (end - fixed - 4) / 4)
        raw.storeBytes(of: words.bigEndian, toByteOffset: fixed + 2, as: UInt16.self)
        packet[0] |= 0x10
        return end
    }

    /// Of the first byte: padding follows the payload.
    static let paddingBit: UInt8 = 0x20
    /// The header without extensions; CSRCs are not forwarded.
    private static let fixed = 12
}
