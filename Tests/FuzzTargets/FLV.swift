import Bytes
import Codecs
import Containers

extension FuzzTarget {
    /// One tag that meets a new reader, as audio and as video.
    package static let flvTags = FuzzTarget("flv-tags", seeds: flvSeeds) { bytes in
        var video = FLVReader()
        var audio = FLVReader()
        var items: [FLVItem] = []
        try? video.readVideo(bytes, timestamp: .max, into: &items)
        try? audio.readAudio(bytes, timestamp: .min, into: &items)
        check(items, room: bytes.count)
        if let metadata = FLVMetadata.fuzzed(bytes) {
            precondition(metadata.tracks.count <= FLVReader.maximumTracks, "tracks are bounded")
        }
    }

    /// A publisher's tags one after the other, cut where a byte says, and written again by us: that is what a player
    /// would get.
    package static let flvTagSequence = FuzzTarget(
        "flv-tag-sequence",
        seeds: [flvSeeds.flatMap { [$0.first.map { $0 >> 4 == 9 } == true ? 1 : 0, UInt8($0.count)] + $0 }]
    ) { bytes in
        var reader = ByteReader(bytes)
        var publisher = FLVReader()
        var player = FLVReader()
        var formats: [FLVTrack: TrackFormat] = [:]
        var timestamp: Int64 = 0
        while let isVideo = try? reader.readUInt8() & 1 == 1, let size = try? reader.readUInt8() {
            guard let body = try? reader.readSlice(min(Int(size), reader.remaining)) else { return }
            var items: [FLVItem] = []
            timestamp += 7
            if isVideo {
                try? publisher.readVideo(body, timestamp: timestamp, into: &items)
            } else {
                try? publisher.readAudio(body, timestamp: timestamp, into: &items)
            }
            check(items, room: body.count)
            for item in items { play(item, &formats, to: &player) }
        }
        precondition(formats.count <= FLVReader.maximumTracks, "tracks are bounded")
    }

    /// What was read can be written, and what was written can be read.
    private static func play(_ item: FLVItem, _ formats: inout [FLVTrack: TrackFormat], to player: inout FLVReader) {
        let style = FLVStyle(usesFourCC: true, usesNanoseconds: true)
        switch item {
        case .format(let track, let format):
            formats[track] = format
            guard let body = FLVWriter.configuration(of: format, track: track.id, style: style) else { return }
            var items: [FLVItem] = []
            try? player.read(track.kind, body.span, 0, &items)
        case .frame(let track, let frame):
            guard let format = formats[track] else { preconditionFailure("a format comes first") }
            var body: [UInt8] = []
            guard FLVWriter.frame(frame, of: format, track: track.id, style: style, into: &body) else {
                return precondition(track.id == 0 || format.codec == .pcma || format.codec == .pcmu, "all have a place")
            }
            var items: [FLVItem] = []
            let timestamp = style.timestamp(of: frame.decodeTime)
            try? player.read(track.kind, body.span, timestamp, &items)
        case .ended(let track):
            formats[track] = nil
        }
    }

    /// - Parameter room: bytes that the items were made of.
    private static func check(_ items: [FLVItem], room: Int) {
        for item in items {
            guard case .frame(_, let frame) = item else { continue }
            precondition(!frame.bytes.isEmpty && frame.bytes.count <= Frame.maximumSize, "a frame has bytes")
        }
        precondition(items.count <= 3 * FLVReader.maximumTracks, "items are bounded")
    }

    private static let flvSeeds: [[UInt8]] = [
        "17000000000164000affe100186764000aac4c224b60220000030002000003002a1e244d4001000568ebe2b22cfdf8f800",
        "17010000c80000000765888403ff663f", "270100006400000007419e4178ffe481", "1702000000", "1c000000000101",
        "9061763031810000000a0a0000000227fe6d7c8020", "916176303112000a0a0000000227fe6d7c8020320b1000d2",
        "907670303901000000000a820202020000", "9176703039824983420001f001f60038241c19700000",
        "91767030383001009d012a4001b400",
        "a1687663310001900000000b0201d0195f84318324fbce", "936876633100000003260101", "97020f423f016176303100",
        "961161763031000000021200010000021200", "962161763031000000021200767030390100000182", "9561763031800481000c00",
        "d476703039020009636f6c6f72496e666f0300000009", "af001190", "af0121100460", "2afff310c4", "72d5", "82ff",
        "904f7075734f707573486561640102380180bb0000000000", "914f707573780be4", "944f707573010200000003",
        "951161632d33000000070b7796b900402f", "90664c614366", "9165632d330b77003f3487c0",
    ].compactMap(Hex.bytes)
}

extension FLVReader {
    fileprivate mutating func read(
        _ kind: MediaKind, _ body: Span<UInt8>, _ timestamp: Int64, _ items: inout [FLVItem]
    ) throws(FLVError) {
        switch kind {
        case .audio: try readAudio(body, timestamp: timestamp, into: &items)
        case .video: try readVideo(body, timestamp: timestamp, into: &items)
        }
    }
}

extension FLVMetadata {
    /// Metadata with a peer's number everywhere.
    fileprivate static func fuzzed(_ bytes: Span<UInt8>) -> FLVMetadata? {
        var reader = ByteReader(bytes)
        guard let bits = try? reader.readUInt64() else { return nil }
        let number = AMF0Value.number(Double(bitPattern: bits))
        return FLVMetadata(
            reading: ["width", "height", "framerate", "videocodecid", "audiosamplerate"].map {
                AMF0Property($0, number)
            })
    }
}
