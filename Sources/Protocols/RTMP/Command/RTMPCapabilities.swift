/// What a peer says in `connect`, or in its `_result`, that it can do (Enhanced RTMP v2, "Enhancing NetConnection connect Command").
package struct RTMPCapabilities: Equatable, Sendable {
    /// FourCCs of the codecs it can take, in its order, e.g. `hvc1`, or `*` for all of them; at most
    /// ``maximumCodecs``. Empty of a peer that speaks plain RTMP.
    package var fourCCList: [String] = []
    /// Per video FourCC (or `*`), what it can do with it.
    package var video: [String: CodecUse] = [:]
    /// Per audio FourCC (or `*`), what it can do with it.
    package var audio: [String: CodecUse] = [:]
    /// `capsEx`.
    package var flags: Flags = []

    package init() {}

    /// Whether the peer says that it decodes or hands on video of a FourCC.
    package func takes(video fourCC: String) -> Bool { takes(fourCC, video) }

    /// Whether the peer says that it decodes or hands on audio of a FourCC.
    package func takes(audio fourCC: String) -> Bool { takes(fourCC, audio) }

    private func takes(_ fourCC: String, _ uses: [String: CodecUse]) -> Bool {
        let use = uses[fourCC, default: []].union(uses["*", default: []])
        return !use.isDisjoint(with: [.decode, .forward]) || fourCCList.contains(fourCC) || fourCCList.contains("*")
    }

    /// Whether it said anything of Enhanced RTMP.
    package var isEnhanced: Bool { !fourCCList.isEmpty || !video.isEmpty || !audio.isEmpty || !flags.isEmpty }

    /// The bits of `videoFourCcInfoMap` and `audioFourCcInfoMap`.
    package struct CodecUse: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let decode = CodecUse(rawValue: 1)
        package static let encode = CodecUse(rawValue: 2)
        package static let forward = CodecUse(rawValue: 4)
    }

    /// The bits of `capsEx`.
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let reconnect = Flags(rawValue: 1)
        package static let multitrack = Flags(rawValue: 2)
        /// Parses ModEx packet types.
        package static let modEx = Flags(rawValue: 4)
        package static let timestampNanoOffset = Flags(rawValue: 8)
    }

    /// Entries of each list that are kept of a peer's; our choice, the specification names a dozen codecs.
    package static let maximumCodecs = 64
}
