import Codecs
import Containers
import FramePlane

/// Turns what a publisher's tags say into tracks with indices and their frames. A publisher names its tracks one after the
/// other, and readers should know all of them before the first frame: so the first frames are kept until the tracks that
/// were announced are there, or until waiting longer makes no sense.
struct TrackGathering {
    /// What comes out, in order.
    enum Output: Equatable {
        case describe([TrackFormat])
        case frame(Frame, track: Int)
    }

    private var tracks: [(name: FLVTrack, format: TrackFormat)] = []
    private var announced: Set<FLVTrack> = []
    private var kept: [(track: FLVTrack, frame: Frame)] = []
    private var keptBytes = 0
    private var isGathering = true
    /// Frames that could not be handed on: of a track without a format, or of one too many.
    private var dropped = 0

    /// Whether something came already: a caller then lets ``stopWaiting(into:)`` follow after ``longestWait``.
    var hasBegun: Bool { !tracks.isEmpty || !kept.isEmpty }

    /// The publisher said in its metadata which tracks there will be.
    mutating func announce(_ tracks: Set<FLVTrack>, into output: inout [Output]) {
        announced = tracks
        finishWhenComplete(into: &output)
    }

    mutating func take(_ item: FLVItem, into output: inout [Output]) {
        switch item {
        case .format(let track, let format): setFormat(format, of: track, into: &output)
        case .frame(let track, let frame): take(frame, of: track, into: &output)
        case .ended(let track):
            guard let index = index(of: track) else { return }
            tracks.remove(at: index)
            if !isGathering { output.append(.describe(formats)) }
        }
    }

    /// Goes on with the tracks that are there.
    mutating func stopWaiting(into output: inout [Output]) {
        guard isGathering, !tracks.isEmpty else { return }
        isGathering = false
        output.append(.describe(formats))
        for (track, frame) in kept { hand(on: frame, of: track, into: &output) }
        kept = []
        keptBytes = 0
    }

    /// How many frames could not be handed on since the last call.
    mutating func takeDropped() -> Int {
        defer { dropped = 0 }
        return dropped
    }

    private mutating func setFormat(_ format: TrackFormat, of track: FLVTrack, into output: inout [Output]) {
        if let index = index(of: track) {
            guard tracks[index].format != format else { return }
            // What was kept so far has the old format.
            if kept.contains(where: { $0.track == track }) { stopWaiting(into: &output) }
            tracks[index].format = format
        } else {
            guard tracks.count < FramePublication.maximumTracks else { return }
            tracks.append((track, format))
        }
        if isGathering {
            finishWhenComplete(into: &output)
        } else {
            output.append(.describe(formats))
        }
    }

    private mutating func take(_ frame: Frame, of track: FLVTrack, into output: inout [Output]) {
        guard isGathering else { return hand(on: frame, of: track, into: &output) }
        kept.append((track, frame))
        keptBytes += frame.bytes.count
        guard kept.count >= Self.mostKept || keptBytes >= Self.mostKeptBytes else { return }
        stopWaiting(into: &output)
        // Without any format nobody could use the frames.
        guard isGathering else { return }
        dropped += kept.count
        kept = []
        keptBytes = 0
    }

    private mutating func hand(on frame: Frame, of track: FLVTrack, into output: inout [Output]) {
        if let index = index(of: track) {
            output.append(.frame(frame, track: index))
        } else {
            dropped += 1
        }
    }

    private mutating func finishWhenComplete(into output: inout [Output]) {
        guard isGathering, !announced.isEmpty else { return }
        if announced.isSubset(of: tracks.map(\.name)) { stopWaiting(into: &output) }
    }

    private func index(of track: FLVTrack) -> Int? {
        tracks.firstIndex { $0.name == track }
    }

    private var formats: [TrackFormat] { tracks.map(\.format) }

    /// From the first tag on; our choice: longer than any encoder needs between its first video and its first audio.
    static let longestWait = Duration.milliseconds(1_500)
    /// Frames that are kept meanwhile (our choice).
    static let mostKept = 512
    /// Bytes of frames that are kept meanwhile (our choice): two of the largest frames.
    static let mostKeptBytes = 2 * Frame.maximumSize
}
