import Codecs
import SDP

/// What the payload types of one offered section stand for.
struct PayloadTable {
    /// The codecs that Turnout forwards, in the offer's order. RED, FEC, comfort noise and telephone events are not among
    /// them.
    private(set) var codecs: [NegotiatedCodec] = []
    /// How people call the codecs that are offered, each once, also those that we do not know.
    private(set) var spokenNames: [String] = []

    init(_ section: MediaDescription, kind: MediaKind) {
        let maps = Self.maps(of: section)
        var parameters: [UInt8: String] = [:]
        for entry in section.attributes.formatParameters {
            if let payloadType = entry.payloadType { parameters[payloadType] = entry.parameters }
        }
        let rtx = Self.retransmissions(maps, parameters)
        let feedback = FeedbackTable(section.attributes.feedback)
        for payloadType in section.payloadTypes {
            guard let map = maps[payloadType], !map.isAuxiliary else { continue }
            guard let codec = Codec(map, parameters[payloadType] ?? ""), codec.kind == kind else {
                speak(map.encodingName)
                continue
            }
            speak(codec.spokenName)
            codecs.append(
                NegotiatedCodec(
                    codec: codec, payloadType: payloadType, rtxPayloadType: rtx[payloadType],
                    feedback: feedback.kinds(for: payloadType)))
        }
    }

    private mutating func speak(_ name: String) {
        if !spokenNames.contains(name) { spokenNames.append(name) }
    }

    /// The maps of the section's payload types, the first where one is mapped twice; those that RFC 3551 §6 fixes need none.
    private static func maps(of section: MediaDescription) -> [UInt8: RTPMap] {
        let listed = Set(section.payloadTypes)
        var maps: [UInt8: RTPMap] = [:]
        for map in section.attributes.rtpMaps where listed.contains(map.payloadType) && maps[map.payloadType] == nil {
            maps[map.payloadType] = map
        }
        for map in fixedMaps where listed.contains(map.payloadType) && maps[map.payloadType] == nil {
            maps[map.payloadType] = map
        }
        return maps
    }

    /// The RTX payload type by the one it repairs (`apt`, RFC 4588 §8.6); the lowest where there are several.
    private static func retransmissions(_ maps: [UInt8: RTPMap], _ parameters: [UInt8: String]) -> [UInt8: UInt8] {
        var rtx: [UInt8: UInt8] = [:]
        for map in maps.values.sorted(by: { $0.payloadType < $1.payloadType }) where map.isRetransmission {
            guard let text = parameters[map.payloadType], let repaired = associatedPayloadType(text),
                maps[repaired]?.clockRate == map.clockRate, rtx[repaired] == nil
            else { continue }
            rtx[repaired] = map.payloadType
        }
        return rtx
    }

    private static func associatedPayloadType(_ parameters: String) -> UInt8? {
        for part in parameters.split(separator: ";") {
            let part = part.drop { $0 == " " }
            if part.hasPrefix("apt=") { return UInt8(part.dropFirst(4)) }
        }
        return nil
    }

    private static let fixedMaps = [
        RTPMap(payloadType: 0, encodingName: "PCMU", clockRate: 8_000),
        RTPMap(payloadType: 8, encodingName: "PCMA", clockRate: 8_000),
        RTPMap(payloadType: 9, encodingName: "G722", clockRate: 8_000),
    ]
}

/// `a=rtcp-fb` of one section, by payload type.
private struct FeedbackTable {
    private var common: FeedbackKinds = []
    private var single: [UInt8: FeedbackKinds] = [:]

    init(_ list: [Feedback]) {
        for entry in list {
            guard let kind = FeedbackKinds.messages.first(where: { $0.text == entry.message })?.kind else { continue }
            if let payloadType = entry.payloadType {
                single[payloadType, default: []].insert(kind)
            } else {
                common.insert(kind)
            }
        }
    }

    func kinds(for payloadType: UInt8) -> FeedbackKinds {
        common.union(single[payloadType] ?? [])
    }
}

extension RTPMap {
    fileprivate var isRetransmission: Bool { encodingName.lowercased() == "rtx" }

    /// Whether it stands beside a codec: retransmission, redundancy, comfort noise, telephone events.
    fileprivate var isAuxiliary: Bool { Self.auxiliaryNames.contains(encodingName.lowercased()) }

    private static let auxiliaryNames: Set<String> = [
        "rtx", "red", "ulpfec", "flexfec", "flexfec-03", "cn", "telephone-event",
    ]
}

extension Codec {
    /// nil for what Turnout does not forward, or for a known name in an unknown form.
    fileprivate init?(_ map: RTPMap, _ parameters: String) {
        guard let name = CodecName(encodingName: map.encodingName), let format = name.format,
            format == (map.clockRate, map.channels)
        else {
            return nil
        }
        self.init(name, clockRate: Int(map.clockRate), channels: Int(map.channels), formatParameters: parameters)
    }
}
