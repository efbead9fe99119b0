import Codecs
import SFU

@testable import FramePlane

extension TrackFormat {
    static let video = TrackFormat(.vp8, width: 640, height: 360)
    /// Whose parameter sets say nothing of the order of frames.
    static let silentH264 = TrackFormat(.h264)
    static let opusSound = TrackFormat(.opus, sampleRate: 48_000, channels: 2)
    static let telephone = TrackFormat(.pcmu, sampleRate: 8_000, channels: 1)
}

extension Frame {
    /// A frame of one byte, or as many as it should have.
    static func made(
        _ milliseconds: Int64, key isKeyframe: Bool = false, mark: UInt8 = 0, size: Int = 1, shown: Int64? = nil
    ) -> Frame {
        Frame(
            decodeTime: MediaTime(milliseconds: milliseconds),
            presentationTime: MediaTime(milliseconds: shown ?? milliseconds), isKeyframe: isKeyframe,
            bytes: [UInt8](repeating: mark, count: size))
    }
}

extension SinkWants {
    static let everything = SinkWants(accepted: Set(CodecName.allCases), takesReordered: true, needsFormats: true)
}

extension StreamPath {
    static func made(_ text: String = "live/test") throws -> StreamPath { try StreamPath(text) }
}

extension FrameClient {
    static let test = FrameClient(session: "test", protocolName: "test", remote: "here")
}

extension FrameStream {
    /// A publisher of frames.
    @discardableResult
    func begin(
        _ source: FrameSource, _ formats: [TrackFormat], replaces: Bool
    ) -> (isTaken: Bool, former: FrameSource?) {
        begin(source, formats.map { SourceTrack(format: $0) }, replaces: replaces)
    }

    func describe(_ formats: [TrackFormat], from source: FrameSource) {
        describe(formats.map { SourceTrack(format: $0) }, from: source)
    }
}
