package import Codecs

/// What `onMetaData` says of a stream (Adobe FLV specification §E.5; Enhanced RTMP v2, "Enhancing onMetaData"). It
/// comes before the media, from whoever writes it as it likes: good for knowing what to wait for, not for decoding.
package struct FLVMetadata: Equatable, Sendable {
    /// Which tracks are announced, at most ``FLVReader/maximumTracks``. Empty also when nothing is said of them: then
    /// nobody knows.
    package var tracks: Set<FLVTrack> = []
    /// Pixels, 1...65,535; 0 when not said.
    package var width = 0
    package var height = 0
    /// Frames in a second, more than 0 and at most 1,000; nil when not said.
    package var frameRate: Double?

    /// - Parameter properties: of the object or array that follows the name `onMetaData`.
    package init(reading properties: [AMF0Property]) {
        let values = AMF0Value.object(properties)
        width = values.size("width")
        height = values.size("height")
        if let rate = values["framerate"]?.number, rate > 0, rate <= 1_000 { frameRate = rate }
        if values.announces("hasVideo", codec: "videocodecid", or: "width") { tracks.insert(FLVTrack(.video)) }
        if values.announces("hasAudio", codec: "audiocodecid", or: "audiosamplerate") {
            tracks.insert(FLVTrack(.audio))
        }
        for kind in MediaKind.allCases {
            for property in values[Self.trackMap(of: kind)]?.properties ?? [] {
                guard let id = UInt8(property.name), tracks.count < FLVReader.maximumTracks else { continue }
                tracks.insert(FLVTrack(kind, id: id))
            }
        }
    }

    /// What `onMetaData` is to say of a stream with these tracks.
    ///
    /// The first track of each kind is described at the top, as players know it; the others in a map by number.
    package static func properties(of tracks: [(FLVTrack, TrackFormat)], style: FLVStyle) -> [AMF0Property] {
        var properties: [AMF0Property] = []
        for kind in MediaKind.allCases.reversed() {
            let ofKind = tracks.filter { $0.0.kind == kind }.sorted { $0.0.id < $1.0.id }
            guard let first = ofKind.first else { continue }
            properties += description(of: first, style: style, isInMap: false)
            guard ofKind.count > 1 else { continue }
            let others = ofKind.dropFirst().map { track in
                AMF0Property("\(track.0.id)", .object(description(of: track, style: style, isInMap: true)))
            }
            properties.append(AMF0Property(trackMap(of: kind), .object(others)))
        }
        properties.append(AMF0Property("encoder", .string("Turnout")))
        return properties
    }

    private static func description(
        of track: (FLVTrack, TrackFormat), style: FLVStyle, isInMap: Bool
    ) -> [AMF0Property] {
        let (track, format) = track
        var properties: [AMF0Property] = []
        func add(_ name: String, _ number: Int) {
            if number > 0 { properties.append(AMF0Property(name, .number(Double(number)))) }
        }
        switch format.kind {
        case .video:
            add("width", format.width)
            add("height", format.height)
            add("videocodecid", codecID(of: format, track: track, style: style))
        case .audio:
            // Inside the map Enhanced RTMP leaves the prefix out.
            add(isInMap ? "samplerate" : "audiosamplerate", format.sampleRate)
            add(isInMap ? "channels" : "audiochannels", format.channels)
            if !isInMap, format.channels > 0 {
                properties.append(AMF0Property("stereo", .boolean(format.channels > 1)))
            }
            add("audiocodecid", codecID(of: format, track: track, style: style))
        }
        return properties
    }

    /// The number or the FourCC, whichever the track's tags have; 0 for neither.
    private static func codecID(of format: TrackFormat, track: FLVTrack, style: FLVStyle) -> Int {
        FLVTagHeader(of: format, track: track.id, style: style)?.codecID ?? 0
    }

    private static func trackMap(of kind: MediaKind) -> String {
        switch kind {
        case .audio: "audioTrackIdInfoMap"
        case .video: "videoTrackIdInfoMap"
        }
    }
}

extension AMF0Value {
    /// A number of pixels; 0 for anything else.
    fileprivate func size(_ name: String) -> Int {
        guard let number = self[name]?.number, number >= 1, number <= 65_535 else { return 0 }
        return Int(number)
    }

    /// Whether there is a track: the flag says it where there is one, else its codec, else a figure that has no meaning
    /// without it.
    fileprivate func announces(_ flag: String, codec: String, or figure: String) -> Bool {
        if let flag = self[flag]?.boolean { return flag }
        switch self[codec] {
        case .number(let number): return number > 0
        case .string(let name): return !name.isEmpty
        default: return (self[figure]?.number ?? 0) > 0
        }
    }
}
