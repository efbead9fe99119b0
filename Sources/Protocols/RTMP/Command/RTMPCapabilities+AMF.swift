import Containers

extension RTMPCapabilities {
    /// What this server and its clients say of themselves: every codec is handed on, whatever its FourCC.
    static let own: RTMPCapabilities = {
        var own = RTMPCapabilities()
        own.fourCCList = ["*"]
        own.video = ["*": .forward]
        own.audio = ["*": .forward]
        own.flags = [.reconnect, .multitrack, .modEx, .timestampNanoOffset]
        return own
    }()

    /// Reads the properties of a `connect`, or of its `_result`.
    init(_ object: AMF0Value) {
        if case .strictArray(let codecs)? = object["fourCcList"] {
            fourCCList = codecs.prefix(Self.maximumCodecs).compactMap(\.string)
        }
        video = Self.codecUses(object["videoFourCcInfoMap"])
        audio = Self.codecUses(object["audioFourCcInfoMap"])
        flags = Flags(rawValue: object["capsEx"]?.bits ?? 0)
    }

    /// The properties that say it.
    var properties: [AMF0Property] {
        [
            AMF0Property("fourCcList", .strictArray(fourCCList.map(AMF0Value.string))),
            AMF0Property("videoFourCcInfoMap", Self.map(video)),
            AMF0Property("audioFourCcInfoMap", Self.map(audio)),
            AMF0Property("capsEx", .number(Double(flags.rawValue))),
        ]
    }

    private static func codecUses(_ map: AMF0Value?) -> [String: CodecUse] {
        var uses: [String: CodecUse] = [:]
        for property in (map?.properties ?? []).prefix(maximumCodecs) {
            uses[property.name] = CodecUse(rawValue: property.value.bits)
        }
        return uses
    }

    private static func map(_ uses: [String: CodecUse]) -> AMF0Value {
        .object(
            uses.sorted { $0.key < $1.key }.map { AMF0Property($0.key, .number(Double($0.value.rawValue))) })
    }
}

extension AMF0Value {
    /// The low eight bits of a number; 0 of what is none, and of one that is not a whole number of 32 bits.
    fileprivate var bits: UInt8 {
        UInt8(truncatingIfNeeded: number.flatMap(UInt32.init(exactly:)) ?? 0)
    }
}
