import CLinux
import Codecs
import Net
import SFU

/// Sending, and what follows from it.
extension MediaLoop {
    /// Sends what is queued, and what waits.
    func flush() {
        sendBatch.flush()
    }

    /// Whether the socket's becoming writable is a reason for a turn.
    package var waitsForSocket: Bool { sendBatch.waitsForSocket }

    /// Viewers whose video the kernel had no room for get none until a keyframe, which is asked for. Called at the end of a
    /// turn: until then the rest of the frames that lost a packet is dropped as well.
    func stopLostVideo() {
        sendBatch.hasLosses = false
        for case let session? in sessions where session.transport.pointee.destination.hasLostVideo {
            session.transport.pointee.destination.hasLostVideo = false
            guard case .viewer(let side) = session.side else { continue }
            for line in side.lines where line.track.kind == .video {
                line.subscription?.pointee.breakOff()
                wantKeyframe(of: line.track, side.stream)
            }
        }
    }

    /// - Returns: the share of a processor, 0...1, that the calling thread took lately.
    @discardableResult
    func measureProcessorShare() -> Double {
        if now >= processorShare.nextUpdate { processorShare.update(now: now, cpu: clinux_thread_cpu_nanoseconds()) }
        return processorShare.share
    }
}
