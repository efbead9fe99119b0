import GatewaySupport
import MediaPlane
import NIOCore
import RTSP

/// Where one track of a group goes by UDP: each batch is handed to the socket once for all.
struct DatagramFan {
    /// Those who get packets, and at the same place who they are.
    private var destinations: [Destination] = []
    private var receivers: [Receiver] = []
    /// Those who begin with the next keyframe.
    private var waiting: [(receiver: Receiver, destination: Destination)] = []
    /// Where reports go, and at the same place whose they are.
    private var controls: [Destination] = []
    private var controlOwners: [ObjectIdentifier] = []

    /// Somebody the track is sent to.
    struct Receiver {
        /// Only compared.
        var owner: ObjectIdentifier
        var figures: TrackFigures
    }

    var isEmpty: Bool { controls.isEmpty }

    /// Where one of those who get packets is, and whether it lost video.
    func destination(of owner: ObjectIdentifier) -> Destination? {
        receivers.firstIndex { $0.owner == owner }.map { destinations[$0] }
    }

    /// - Parameter waits: whether it is of no use before a keyframe.
    mutating func add(_ receiver: Receiver, rtp: Destination, rtcp: Destination, waits: Bool) {
        if waits {
            waiting.append((receiver, rtp))
        } else {
            destinations.append(rtp)
            receivers.append(receiver)
        }
        controls.append(rtcp)
        controlOwners.append(receiver.owner)
    }

    mutating func remove(_ owner: ObjectIdentifier) {
        while let index = receivers.firstIndex(where: { $0.owner == owner }) {
            receivers.remove(at: index)
            destinations.remove(at: index)
        }
        waiting.removeAll { $0.receiver.owner == owner }
        while let index = controlOwners.firstIndex(of: owner) {
            controlOwners.remove(at: index)
            controls.remove(at: index)
        }
    }

    /// Sends a track's packets of a batch.
    /// - Returns: packets that did not go out, over all who should have got them.
    mutating func send(_ batch: StampedBatch, track: Int, isVideo: Bool, by socket: DatagramSocket) -> Int {
        guard !isEmpty else { return 0 }
        let (places, keyframe) = batch.datagrams(ofTrack: track)
        guard let keyframe else { return send(places[...], of: batch, isVideo: isVideo, by: socket) }
        let dropped = send(places[..<keyframe], of: batch, isVideo: isVideo, by: socket)
        // Whoever lost video sees something again.
        for index in destinations.indices { destinations[index].hasLostVideo = false }
        if places.count - keyframe <= RTSPGatewayLimits.largestDatagramBurst {
            for (receiver, destination) in waiting {
                destinations.append(destination)
                receivers.append(receiver)
            }
            waiting = []
        }
        return dropped + send(places[keyframe...], of: batch, isVideo: isVideo, by: socket)
    }

    /// Sends a report.
    mutating func sendControl(_ bytes: [UInt8], by socket: DatagramSocket) {
        bytes.withUnsafeBytes { _ = socket.send([0..<bytes.count], of: $0, as: .other, to: &controls) }
    }

    private mutating func send(
        _ places: ArraySlice<Range<Int>>, of batch: StampedBatch, isVideo: Bool, by socket: DatagramSocket
    ) -> Int {
        guard !places.isEmpty, !destinations.isEmpty else { return 0 }
        let count = PacketCount(
            packets: places.count, bytes: places.reduce(0) { $0 + $1.count - RTPStamp.length })
        let dropped = batch.bytes.withUnsafeReadableBytes { bytes in
            socket.send(Array(places), of: bytes, as: isVideo ? .video : .audio, to: &destinations)
        }
        for index in receivers.indices {
            // Of one whose loss begins here a few may have gone out.
            if destinations[index].hasLostVideo {
                receivers[index].figures.dropped.count(count.packets)
            } else {
                receivers[index].figures.countSent(count)
            }
        }
        return dropped
    }
}
