/// An IPv4 or IPv6 address, always held as 128 bits; an IPv4 one is held in its mapped form `::ffff:a.b.c.d`.
package struct IPAddress: Hashable, Sendable {
    /// The first eight bytes, most significant first.
    package var high: UInt64
    /// The last eight bytes.
    package var low: UInt64
    /// The interface index of a link-local IPv6 address; 0 otherwise.
    package var scope: UInt32

    package init(high: UInt64, low: UInt64, scope: UInt32 = 0) {
        self.high = high
        self.low = low
        self.scope = scope
    }

    /// From the 32 bits of an IPv4 address, `127.0.0.1` being `0x7F00_0001`.
    package init(v4 bits: UInt32) {
        self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(bits))
    }

    package var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// The 32 bits of an IPv4 address; meaningless for IPv6.
    package var v4Bits: UInt32 { UInt32(truncatingIfNeeded: low) }

    package var isLoopback: Bool {
        isIPv4 ? v4Bits >> 24 == 127 : high == 0 && low == 1
    }

    package var isUnspecified: Bool {
        isIPv4 ? v4Bits == 0 : high == 0 && low == 0
    }

    package var isLinkLocal: Bool {
        isIPv4 ? v4Bits >> 16 == 0xA9FE : high >> 54 == 0xFE80 >> 6
    }

    package static let loopbackV4 = IPAddress(v4: 0x7F00_0001)
    package static let loopbackV6 = IPAddress(high: 0, low: 1)
}

extension IPAddress: CustomStringConvertible {
    package var description: String {
        isIPv4 ? Self.dotted(v4Bits) : Self.colonForm(high, low)
    }

    private static func dotted(_ bits: UInt32) -> String {
        "\(bits >> 24).\(bits >> 16 & 255).\(bits >> 8 & 255).\(bits & 255)"
    }

    /// The canonical text of an IPv6 address (RFC 5952): lower case, the longest run of two or more zero groups shortened.
    private static func colonForm(_ high: UInt64, _ low: UInt64) -> String {
        let groups = (0..<8).map { index in
            UInt16(truncatingIfNeeded: (index < 4 ? high : low) >> UInt64(48 - 16 * (index % 4)))
        }
        var best = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start >= 2, end - start > best.count { best = start..<end }
            start = max(end, start + 1)
        }
        func text(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard !best.isEmpty else { return text(groups[...]) }
        return text(groups[..<best.lowerBound]) + "::" + text(groups[best.upperBound...])
    }
}

extension IPAddress {
    /// Reads `192.0.2.1` or `2001:db8::1` (with or without an embedded IPv4 part); nil for anything else.
    package init?(_ text: some StringProtocol) {
        if text.contains(":") {
            guard let (high, low) = Self.parseV6(String(text)) else { return nil }
            self.init(high: high, low: low)
        } else {
            guard let bits = Self.parseV4(String(text)) else { return nil }
            self.init(v4: bits)
        }
    }

    private static func parseV4(_ text: String) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (48...57).contains($0) }),
                let value = UInt32(part), value <= 255, part == "0" || !part.hasPrefix("0")
            else { return nil }
            bits = bits << 8 | value
        }
        return bits
    }

    private static func parseV6(_ text: String) -> (UInt64, UInt64)? {
        guard text.utf8.count <= 45 else { return nil }
        var groups: [UInt16] = []
        var gap: Int?
        var fields = text.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count >= 3 else { return nil }
        if fields.first == "" {
            guard fields[1] == "" else { return nil }
            fields.removeFirst()
        }
        if fields.last == "" {
            guard fields.count >= 2, fields[fields.count - 2] == "" else { return nil }
            fields.removeLast()
        }
        for (index, field) in fields.enumerated() {
            if field.isEmpty {
                guard gap == nil else { return nil }
                gap = groups.count
            } else if field.contains("."), index == fields.count - 1 {
                guard let v4 = parseV4(String(field)) else { return nil }
                groups += [UInt16(v4 >> 16), UInt16(v4 & 0xFFFF)]
            } else {
                guard field.utf8.count <= 4, field.allSatisfy(\.isHexDigit), let value = UInt16(field, radix: 16)
                else { return nil }
                groups.append(value)
            }
        }
        if let gap {
            guard groups.count <= 7 else { return nil }
            groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
        }
        guard groups.count == 8 else { return nil }
        let high = groups[..<4].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
        let low = groups[4...].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
        return (high, low)
    }
}
