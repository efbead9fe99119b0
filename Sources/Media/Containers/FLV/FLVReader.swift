import Codecs

/// Reads the tags that one publisher sends into formats and frames: what RTMP messages of types 8 and 9 carry, classic
/// (Adobe FLV specification §E.4.2, §E.4.3) and enhanced (Enhanced RTMP v2), in any mixture.
///
/// Frames come out in the form that ``TrackFormat`` says, whatever form they had: NAL units with four-byte lengths and
/// without the parameter sets and delimiters of the stream, OBUs without temporal delimiters. A `.format` comes before
/// a track's first frame and whenever it changes, also when that shows only inside the frames.
///
/// Calling contract: a body at a time, in the order of arrival; items are appended. What throws loses only what the
/// error names.
package struct FLVReader: Sendable {
    /// At most ``maximumTracks``.
    private var tracks: [FLVTrackReader] = []
    /// What was thrown already of what is thrown once; at most ``maximumReports``.
    private var reported: Set<FLVError> = []

    package init() {}

    /// - Parameter timestamp: the message's, in milliseconds, unwrapped.
    package mutating func readVideo(
        _ body: Span<UInt8>, timestamp: Int64, into items: inout [FLVItem]
    ) throws(FLVError) {
        try read(try FLVTag(video: body), of: body, timestamp: timestamp, into: &items)
    }

    /// - Parameter timestamp: the message's, in milliseconds, unwrapped.
    package mutating func readAudio(
        _ body: Span<UInt8>, timestamp: Int64, into items: inout [FLVItem]
    ) throws(FLVError) {
        try read(try FLVTag(audio: body), of: body, timestamp: timestamp, into: &items)
    }

    /// Every packet is read, and then the first thing thrown that is news.
    private mutating func read(
        _ tag: FLVTag, of body: Span<UInt8>, timestamp: Int64, into items: inout [FLVItem]
    ) throws(FLVError) {
        let time = MediaTime(milliseconds: timestamp) + tag.nanosecondOffset
        var news: FLVError?
        for packet in tag.packets {
            do {
                try read(packet, body.extracting(packet.payload), at: time, into: &items)
            } catch {
                if news == nil, isNews(error) { news = error }
            }
        }
        if let news { throw news }
    }

    private mutating func read(
        _ packet: FLVPacket, _ payload: Span<UInt8>, at time: MediaTime, into items: inout [FLVItem]
    ) throws(FLVError) {
        guard case .carried(let codec) = packet.codec else {
            if case .unsupported(let name) = packet.codec { throw .unsupported(name) }
            return
        }
        switch packet.content {
        case .unknown(let name): throw .unsupported(name)
        case .metadata: try FLVVideoMetadata.check(payload)
        case .end:
            guard let index = index(of: packet.track), tracks[index].codec == codec else { return }
            tracks[index].end(into: &items)
        case .configuration:
            try tracks[indexOrPlace(of: packet.track, codec)].configure(payload, into: &items)
        case .transportStreamConfiguration:
            try tracks[indexOrPlace(of: packet.track, codec)].configureFromTransportStream()
        case .channels:
            try tracks[indexOrPlace(of: packet.track, codec)].readChannels(payload)
        case .audioFrame(let channels):
            try tracks[indexOrPlace(of: packet.track, codec)].readAudio(
                payload, channels: channels, at: time, into: &items)
        case .videoFrame(let isKeyframe, let compositionOffset):
            try tracks[indexOrPlace(of: packet.track, codec)].readVideo(
                payload, isFlagged: isKeyframe, at: time, compositionOffset: compositionOffset, into: &items)
        }
    }

    private func index(of track: FLVTrack) -> Int? {
        tracks.firstIndex { $0.track == track }
    }

    private mutating func indexOrPlace(of track: FLVTrack, _ codec: CodecName) throws(FLVError) -> Int {
        let new = FLVTrackReader(track, codec)
        if let index = index(of: track) {
            // Whoever changes the codec begins anew.
            if tracks[index].codec != codec { tracks[index] = new }
            return index
        }
        guard tracks.count < Self.maximumTracks else { throw .tooManyTracks }
        tracks.append(new)
        return tracks.count - 1
    }

    private mutating func isNews(_ error: FLVError) -> Bool {
        switch error {
        case .malformed, .tooLarge: true
        case .unsupported, .missingConfiguration, .tooManyTracks:
            reported.count < Self.maximumReports && reported.insert(error).inserted
        }
    }

    /// Tracks of one publisher (our choice): more than any encoder has been seen to send; each holds a configuration.
    package static let maximumTracks = 16
    /// Different errors that are thrown once (our choice): names are a peer's, so they must not add up.
    private static let maximumReports = 64
}
