/// One element of a header extension: its local identifier and where its data lies in the packet.
package struct HeaderExtensionElement: Equatable, Sendable {
    /// 1...14 in the one-byte form, 1...255 in the two-byte form.
    package let id: UInt8
    /// Bytes of data: 1...16 in the one-byte form, 0...255 in the two-byte form.
    package let length: UInt8
    /// Where the data begins in the packet.
    package let offset: UInt16

    package var range: Range<Int> { Int(offset)..<(Int(offset) + Int(length)) }
}

/// Walks the elements of a packet's header extension (RFC 8285 §4.2, §4.3) without allocation.
///
/// An element that does not fit ends the walk, as do the identifiers that the RFC says to stop at; what came before counts.
/// An extension of another profile has no elements.
package struct HeaderExtensionElements: Sendable {
    private let form: HeaderExtensionForm
    private let end: Int
    private var offset: Int

    package init(_ header: RTPHeader) {
        let range = header.extensionRange
        if let form = HeaderExtensionForm(profile: header.extensionProfile) {
            self.form = form
            offset = range.lowerBound
        } else {
            form = .oneByte
            offset = range.upperBound
        }
        end = range.upperBound
    }

    /// The next element; nil after the last.
    /// - Parameter packet: the bytes that the header was parsed from.
    package mutating func next(in packet: Span<UInt8>) -> HeaderExtensionElement? {
        guard end <= packet.count else { return nil }
        while offset < end {
            let first = packet[offset]
            if first == 0 {
                offset += 1
                continue
            }
            return form == .oneByte ? oneByteElement(first) : twoByteElement(first, in: packet)
        }
        return nil
    }

    private mutating func oneByteElement(_ first: UInt8) -> HeaderExtensionElement? {
        let id = first >> 4
        // 15 is reserved, and 0 with a length contradicts itself: neither may be skipped by its length (§4.2).
        guard id != 0, id != 15 else { return stop() }
        return element(id: id, length: (first & 0x0F) + 1, at: offset + 1)
    }

    private mutating func twoByteElement(_ id: UInt8, in packet: Span<UInt8>) -> HeaderExtensionElement? {
        guard offset + 2 <= end else { return stop() }
        return element(id: id, length: packet[offset + 1], at: offset + 2)
    }

    private mutating func element(id: UInt8, length: UInt8, at start: Int) -> HeaderExtensionElement? {
        guard start + Int(length) <= end else { return stop() }
        offset = start + Int(length)
        return HeaderExtensionElement(id: id, length: length, offset: UInt16(truncatingIfNeeded: start))
    }

    private mutating func stop() -> HeaderExtensionElement? {
        offset = end
        return nil
    }
}

/// The two ways of RFC 8285 to pack elements.
package enum HeaderExtensionForm: Sendable, Equatable {
    /// Identifiers 1...14 with 1...16 bytes each, one byte before each.
    case oneByte
    /// Identifiers 1...255 with 0...255 bytes each, two bytes before each.
    case twoByte

    package init?(profile: UInt16) {
        if profile == Self.oneByteProfile {
            self = .oneByte
        } else if profile & 0xFFF0 == Self.twoByteProfile {
            self = .twoByte
        } else {
            return nil
        }
    }

    package var profile: UInt16 { self == .oneByte ? Self.oneByteProfile : Self.twoByteProfile }

    /// Bytes before each element's data.
    package var elementHeaderLength: Int { self == .oneByte ? 1 : 2 }

    /// Whether an element can be written in this form.
    package func fits(id: UInt8, length: Int) -> Bool {
        switch self {
        case .oneByte: (1...14).contains(id) && (1...16).contains(length)
        case .twoByte: id != 0 && (0...255).contains(length)
        }
    }

    /// RFC 8285 §4.2.
    package static let oneByteProfile: UInt16 = 0xBEDE
    /// RFC 8285 §4.3; its last four bits are free for the application, and we leave them zero.
    package static let twoByteProfile: UInt16 = 0x1000
}
