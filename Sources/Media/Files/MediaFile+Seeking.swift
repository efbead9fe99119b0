package import Codecs

extension MediaFile {
    /// Goes to a time: what is read next begins with the last keyframe shown at or before it, of the first track of
    /// video or, without any, of the first track. What other tracks show before it is left out.
    ///
    /// Where the file has no keyframe before the time, its first one is gone to.
    /// - Parameter time: on the timeline of the frames; before ``start`` it means the very beginning.
    /// - Returns: when what it landed on is shown; ``start`` at the beginning.
    /// - Throws: ``MediaFileError/unplayable(_:)``. Nothing can be read then before another seek.
    package func seek(to time: MediaTime) throws(MediaFileError) -> MediaTime {
        guard time > start else {
            try rewind()
            return start
        }
        isAtStart = false
        for step in Self.steps {
            let from = time + -step
            guard from > start, streams.seek(to: from, track: anchor) else { continue }
            queue = FrameQueue()
            if let landed = try scan(to: time + Self.tolerance, takesLater: false) { return land(landed) }
        }
        try rewind()
        isAtStart = false
        guard let landed = try scan(to: time + Self.tolerance, takesLater: true) else {
            throw .unplayable("The file has no place to begin at.")
        }
        return land(landed)
    }

    /// Opens the file anew: where libavformat goes when it is told to go to the beginning differs from format to
    /// format.
    private func rewind() throws(MediaFileError) {
        guard !isAtStart else { return }
        let opened = try FileStreams.open(file)
        guard opened.streams.formats.map(\.codec) == tracks.map(\.codec) else {
            throw .unplayable("The file has other tracks than before.")
        }
        (streams, queue) = (opened.streams, opened.queue)
        (floor, waiting, isAtStart) = (nil, [], true)
    }

    private func land(_ time: MediaTime) -> MediaTime {
        floor = time
        waiting = Set(tracks.indices.filter { tracks[$0].kind == .video })
        return time
    }

    /// Reads up to a time, and keeps everything from the last keyframe before it on in ``queue``.
    /// - Parameter takesLater: whether, without a keyframe before the time, the first one behind it will do.
    /// - Returns: when the keyframe is shown; nil when there was none.
    private func scan(to time: MediaTime, takesLater: Bool) throws(MediaFileError) -> MediaTime? {
        var landed: MediaTime?
        var kept = FrameQueue()
        while true {
            while let item = queue.pop() {
                let frame = item.frame
                guard item.track == anchor else {
                    kept.append(item)
                    continue
                }
                let isBehind = frame.decodeTime > time
                if frame.isKeyframe, frame.presentationTime <= time || (takesLater && landed == nil) {
                    let shown = frame.presentationTime
                    landed = shown
                    kept.filter { $0.track != anchor && $0.frame.presentationTime >= shown }
                }
                if landed != nil { kept.append(item) }
                guard isBehind, landed != nil || !takesLater else { continue }
                return finish(&kept, landed)
            }
            if kept.bytes >= Self.mostKept {
                guard landed == nil else { return finish(&kept, landed) }
                kept = FrameQueue()
            }
            guard try streams.read(into: &queue) else { return finish(&kept, landed) }
        }
    }

    /// What was kept stands before what is still to be looked at.
    private func finish(_ kept: inout FrameQueue, _ landed: MediaTime?) -> MediaTime? {
        while let item = queue.pop() { kept.append(item) }
        queue = kept
        return landed
    }

    private var anchor: Int { tracks.firstIndex { $0.kind == .video } ?? 0 }

    /// How far before the time libavformat is sent, in nanoseconds, one after the other (our choice): in formats
    /// without an index it lands on any frame, and the keyframe before that may be far.
    private static let steps: [Int64] = [0, 2, 10, 60].map { $0 * 1_000_000_000 }
    /// Nanoseconds after the time that are still at it: players write times in milliseconds.
    private static let tolerance: Int64 = 500_000
    /// Bytes that are kept of what lies between keyframe and time (our choice). What is longer begins as it is.
    private static let mostKept = 64 << 20
}
