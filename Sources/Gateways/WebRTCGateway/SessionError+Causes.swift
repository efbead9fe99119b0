import DTLS
import MediaPlane
import Net
import WebRTC

extension SessionError {
    init(_ error: NegotiationError) {
        switch error {
        case .malformed(let sentence): self = .malformedOffer(sentence)
        case .unacceptable(let sentence): self = .unacceptableOffer(sentence)
        }
    }

    init(_ error: OpenError) {
        switch error {
        case .nothingLive: self = .nothingLive
        case .alreadyPublished: self = .alreadyPublished
        case .tooManySessions: self = .overloaded("The server has as many sessions as its limit allows.")
        case .transport: self = .overloaded("The server could not set up an encrypted connection.")
        }
    }
}

extension StreamSummary {
    init(_ state: StreamState) {
        self.init(
            path: state.path,
            tracks: state.tracks.map {
                TrackSummary(kind: $0.kind, codec: $0.codec, packets: $0.packets, bytes: $0.bytes, lost: $0.lost)
            },
            workers: state.shares.map { WorkerSummary(worker: $0.worker, subscribers: $0.viewers) },
            uptime: state.age.inSeconds, isPublishing: state.isPublishing)
    }
}
