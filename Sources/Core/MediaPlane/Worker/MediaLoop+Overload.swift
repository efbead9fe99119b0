import Codecs
import Net
import SFU

/// What a worker does when it cannot keep up: see ``OverloadGuard``.
extension MediaLoop {
    /// Notes when a packet that is taken up now was received.
    func noteAge(of arrival: Instant) {
        if overload.note(age: arrival.duration(to: now), now: now) { shed() }
    }

    /// Lets the share of viewers that overload asks for do without video, those at the end of each track's list, and the
    /// others have it again.
    func shed() {
        for stream in allStreams {
            for track in stream.tracks where track.kind == .video {
                shed(track, stream)
            }
        }
    }

    private func shed(_ track: Track, _ stream: Stream) {
        let served = track.subscriptions.count - Int(Double(track.subscriptions.count) * overload.share)
        var isResumed = false
        for (position, subscription) in track.subscriptions.enumerated() {
            if position >= served {
                subscription.pointee.pause()
            } else if subscription.pointee.resume() {
                isResumed = true
            }
        }
        if isResumed { wantKeyframe(of: track, stream) }
    }
}
