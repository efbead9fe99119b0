import Codecs
import DTLS
import MediaPlane
import Net
import SDP
import SFU
import SRTP
import WebRTC

/// A media loop with a publisher and viewers who are connected to it as browsers are, all on the calling thread.
final class LoopScene {
    let loop: MediaLoop
    /// The loop's socket.
    let descriptor: Int32
    let viewers: [LoopbackPeer]
    private let video: SyntheticVideo

    /// Connects everybody, sends a first frame, and looks whether every viewer got it as it was sent.
    init(viewers count: Int, profile: SRTPProfile) throws {
        let (identity, peerIdentity) = (try DTLSIdentity(), try DTLSIdentity())
        let socket = try UDPSocket(port: 0)
        let port = socket.port
        descriptor = socket.descriptor
        let loop = MediaLoop(
            socket: socket, identity: identity, settings: MediaSettings(), directory: StreamDirectory(workers: 1),
            report: { _ in })
        self.loop = loop

        func peer() throws -> LoopbackPeer {
            try LoopbackPeer(
                port: port, identity: peerIdentity, engineIdentity: identity, profiles: [profile.rawValue])
        }
        let path = try StreamPath("benchmark")
        let publisher = try peer()
        loop.turn(socketIsReady: true)
        try loop.openPublisher(
            PublisherOpening(
                key: SessionKey(text: "publisher"), path: path, peer: publisher.configuration,
                tracks: [Self.publishedTrack], refusesWhenPublished: true))
        try Self.connect([publisher], to: loop)
        guard let stream = loop.live(path) else { throw BenchmarkError.wrong("the publisher's stream does not live") }
        viewers = try (0..<count).map { _ in try peer() }
        for (number, viewer) in viewers.enumerated() {
            try loop.openViewer(
                ViewerOpening(
                    key: SessionKey(text: "viewer \(number)"), stream: stream, peer: viewer.configuration,
                    plan: Self.playPlan(number)))
        }
        try Self.connect(viewers, to: loop)
        video = SyntheticVideo(from: publisher)
        try sendFrame(isKeyframe: true)
        loop.turn(socketIsReady: true)
        try drain { viewer, packet in
            guard try viewer.receiver?.unprotectRTP(packet) == SyntheticVideo.packetLength else {
                throw BenchmarkError.wrong("a viewer cannot decrypt what it gets")
            }
        }
    }

    /// The publisher sends a frame to the loop's socket.
    func sendFrame(isKeyframe: Bool = false) throws {
        try video.sendFrame(isKeyframe: isKeyframe)
    }

    /// Takes a frame's packets from every viewer's socket; what is no RTP is left out.
    /// - Returns: CPU time of further turns of the loop, in nanoseconds: the system may deliver late, also to the loop.
    /// - Throws: when a packet is missing.
    @discardableResult
    func drain(_ body: (LoopbackPeer, UnsafeMutableRawBufferPointer) throws -> Void = { _, _ in }) throws -> Int64 {
        var time: Int64 = 0
        for viewer in viewers {
            var count = 0
            let limit = LoopTime.ofSystem().now.advanced(by: .seconds(1))
            while count < SyntheticVideo.packetsInFrame {
                guard let packet = viewer.socket.receive() else {
                    guard LoopTime.ofSystem().now < limit else {
                        throw BenchmarkError.wrong("a viewer misses packets of a frame")
                    }
                    time += Measurement.cpuTime { loop.turn(socketIsReady: true) }
                    continue
                }
                // RFC 7983 §7 and RFC 5761 §4: STUN, DTLS and RTCP come here, too.
                guard packet.count >= 2, (128...191).contains(packet[0]), !(192...223).contains(packet[1]) else {
                    continue
                }
                try body(viewer, packet)
                count += 1
            }
        }
        return time
    }

    private static func connect(_ peers: [LoopbackPeer], to loop: MediaLoop) throws {
        let limit = LoopTime.ofSystem().now.advanced(by: .seconds(10))
        while !peers.allSatisfy(\.isConnected) {
            for peer in peers where !peer.isConnected { try peer.step() }
            loop.turn(socketIsReady: true)
            guard LoopTime.ofSystem().now < limit else {
                throw BenchmarkError.wrong("a peer did not connect to the loop within ten seconds")
            }
        }
        loop.turn(socketIsReady: true)
    }

    private static let codec = NegotiatedCodec(
        codec: Codec(.vp8, clockRate: 90_000), payloadType: SyntheticVideo.payloadType, rtxPayloadType: nil,
        feedback: [.nack, .pictureLoss])

    private static let publishedTrack = PublishedTrack(
        mid: "0", kind: .video, codecs: [codec], extensions: [], sources: [SignalledSource(ssrc: SyntheticVideo.ssrc)],
        layers: [])

    private static func playPlan(_ number: Int) -> PlayPlan {
        PlayPlan(
            remote: RemoteTransport(
                ufrag: "", password: "", fingerprints: [], setup: .active, isTrickle: false, candidates: []),
            dtlsRole: .server, cname: "benchmark",
            tracks: [
                PlayedTrack(
                    trackIndex: 0, mid: "0", kind: .video, ssrc: UInt32(number + 1), rtxSSRC: nil, codecs: [codec],
                    extensions: [])
            ])
    }
}
