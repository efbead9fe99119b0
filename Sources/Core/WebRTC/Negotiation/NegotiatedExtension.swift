package import RTP
import SDP

/// A header extension in use, under the id that the offer gave it.
package struct NegotiatedExtension: Hashable, Sendable {
    /// 1...14 or 16...255; ids above 14 need the two-byte form (RFC 8285 §4.3).
    package var id: UInt8
    package var kind: HeaderExtensionKind

    package init(id: UInt8, kind: HeaderExtensionKind) {
        self.id = id
        self.kind = kind
    }
}

extension HeaderExtensionKind {
    /// What we ask of publishers, where they offer it: all but what nothing here reads or hands on.
    static let published = Set(allCases).subtracting([.transmissionOffset, .videoLayersAllocation])

    /// What we send to viewers, where they offer it.
    static let played: Set<HeaderExtensionKind> = [
        .audioLevel, .videoOrientation, .playoutDelay, .dependencyDescriptor, .absCaptureTime, .colorSpace,
        .videoContentType,
    ]
}

extension HeaderExtensionMap {
    /// The header extensions that an offer and its answer settled on.
    init(_ negotiated: [NegotiatedExtension]) {
        self.init()
        for element in negotiated { set(element.kind, id: element.id) }
    }
}
