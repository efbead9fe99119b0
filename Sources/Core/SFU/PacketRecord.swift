package import Net

/// What the engine knows of one cached packet. Plain data: the fan-out reads these by pointer, one after the other.
package struct PacketRecord {
    /// The publisher's sequence number, extended to 64 bits (``SequenceUnwrapper``).
    package var sequence: Int64
    /// When it came in.
    package var arrival: Instant
    /// When the publisher captured it, in nanoseconds of our wall clock since 1970, by its source's ``CaptureClock``.
    package var captureTime: Int64
    /// The publisher's RTP timestamp.
    package var timestamp: UInt32
    /// Which source it belongs to. Numbers are never reused within a track.
    package var source: SourceID
    /// Where the payload begins in the packet's bytes.
    package var payloadOffset: UInt16
    /// Bytes of payload, without RTP padding.
    package var payloadLength: UInt16
    /// Bytes of padding that viewers get behind the payload: 0 or 1 (``PacketCache/levelSizes(from:)``).
    package internal(set) var paddingLength: UInt8 = 0
    package var marker: Bool
    /// Whether a decoder can start with this packet.
    package var startsKeyframe: Bool
    /// The header extensions that travel end to end.
    package var extensions: ForwardedExtensions

    package init(
        sequence: Int64, arrival: Instant, captureTime: Int64, timestamp: UInt32, source: SourceID,
        payloadOffset: UInt16, payloadLength: UInt16, marker: Bool, startsKeyframe: Bool,
        extensions: ForwardedExtensions
    ) {
        self.sequence = sequence
        self.arrival = arrival
        self.captureTime = captureTime
        self.timestamp = timestamp
        self.source = source
        self.payloadOffset = payloadOffset
        self.payloadLength = payloadLength
        self.marker = marker
        self.startsKeyframe = startsKeyframe
        self.extensions = extensions
    }

    /// Bytes of payload and padding.
    package var paddedLength: Int { Int(payloadLength) + Int(paddingLength) }

    /// Bytes on their way to a viewer who negotiated all forwarded extensions, less those that every packet has.
    var sizeToSend: Int { paddedLength + extensions.sizeToSend }
}

/// One RTP stream of one publisher session: a layer of a track, until that publisher leaves.
package struct SourceID: Hashable, Sendable {
    package var number: UInt32

    package init(number: UInt32) {
        self.number = number
    }

    /// Of no packet.
    package static let none = SourceID(number: 0)
}

/// Where the header extensions that are forwarded untouched lie in a packet's bytes: at most four of them.
package struct ForwardedExtensions {
    /// One extension element.
    package struct Element {
        /// `HeaderExtensionKind`'s raw value; this floor does not need to know which.
        package var kind: UInt8
        /// Bytes of its data.
        package var length: UInt8
        /// Where its data begins in the packet's bytes.
        package var offset: UInt16

        package init(kind: UInt8, length: UInt8, offset: UInt16) {
            self.kind = kind
            self.length = length
            self.offset = offset
        }
    }

    package private(set) var count = 0
    private var elements: (Element, Element, Element, Element)

    package init() {
        let empty = Element(kind: 0, length: 0, offset: 0)
        elements = (empty, empty, empty, empty)
    }

    /// An element, 0..<count.
    package subscript(index: Int) -> Element {
        switch index {
        case 0: elements.0
        case 1: elements.1
        case 2: elements.2
        default: elements.3
        }
    }

    /// Bytes of all elements in the one-byte form, with header and alignment (RFC 8285 §4.2).
    var sizeToSend: Int {
        guard count > 0 else { return 0 }
        var size = 4
        for index in 0..<count { size += 1 + Int(self[index].length) }
        return (size + 3) & ~3
    }

    /// Adds an element. False when there is no room: that extension is not forwarded.
    @discardableResult
    package mutating func append(_ element: Element) -> Bool {
        switch count {
        case 0: elements.0 = element
        case 1: elements.1 = element
        case 2: elements.2 = element
        case 3: elements.3 = element
        default: return false
        }
        count += 1
        return true
    }
}
