import Codecs
import DTLS
import Net
import SRTP

/// One client of the server: its transport, its media, and how far it has come. Sans-IO.
///
/// Calling contract: ``receive(_:from:at:random:latency:outbox:)`` for each datagram, ``handleTimeout(_:random:outbox:)``
/// when ``deadline`` has come; send what is in the outbox after either, and look at ``state``.
class ClientPeer {
    let name: PeerName
    private(set) var state = State.joining
    private(set) var timeline: JoinTimeline
    /// Datagrams of media that could not be decrypted, or came twice.
    private(set) var refused = 0
    let transport: ClientTransport
    private let joinLimit: Instant

    enum State: Equatable, Sendable {
        case joining
        case joined
        /// With the reason.
        case failed(String)
    }

    fileprivate init(
        _ configuration: ClientConfiguration, identity: DTLSIdentity, now: Instant,
        random: inout some RandomNumberGenerator
    ) throws(DTLSError) {
        name = configuration.name
        timeline = configuration.timeline
        joinLimit = now.advanced(by: Self.joinPatience)
        transport = try ClientTransport(
            offered: configuration.offer.credentials, answer: configuration.answer, identity: identity,
            profiles: configuration.options.cipher.profiles, now: now, random: &random)
    }

    // MARK: For subclasses

    /// Whether media flows as it should.
    fileprivate var hasBegun: Bool { false }
    fileprivate var mediaDeadline: Instant { .distantFuture }
    /// What is missing when the time to join is over.
    fileprivate var whatIsMissing: String { "the connection did not get ready" }
    fileprivate func connected(now: Instant, random: inout SplitMix64) {}
    fileprivate func handleMediaTimeout(_ moment: Moment, outbox: inout ClientOutbox) {}
    fileprivate func receiveControl(_ compound: Span<UInt8>, now: Instant, outbox: inout ClientOutbox) {}
    fileprivate func receiveMedia(_ packet: Span<UInt8>, now: Instant) -> PacketMark? { nil }
    fileprivate func drops(using random: inout SplitMix64) -> Bool { false }
    fileprivate func complete(_ timeline: inout JoinTimeline) {}

    // MARK: Datagrams and time

    /// - Parameters:
    ///   - arrival: When the datagram arrived; the wall clock's is compared with the marks of packets.
    ///   - latency: Takes how long each packet was under way.
    final func receive(
        _ datagram: UnsafeMutableRawBufferPointer, from source: SocketAddress, at arrival: Moment,
        random: inout SplitMix64, latency: inout Histogram, outbox: inout ClientOutbox
    ) {
        if datagram.count >= 2, datagram[0] >> 6 == 2, !(192...223).contains(datagram[1]), drops(using: &random) {
            return
        }
        let arrived = transport.receive(datagram, from: source, now: arrival.now, outbox: &outbox)
        switch arrived {
        case .nothing: break
        case .rtp(let length):
            let bytes = UnsafeBufferPointer(datagram.assumingMemoryBound(to: UInt8.self))
            if let mark = receiveMedia(bytes.span.extracting(first: length), now: arrival.now) {
                latency.record(arrival.wallClock - mark.departure)
            }
        case .rtcp(let length):
            let bytes = UnsafeBufferPointer(datagram.assumingMemoryBound(to: UInt8.self))
            receiveControl(bytes.span.extracting(first: length), now: arrival.now, outbox: &outbox)
        case .refused: refused += 1
        case .connected: connected(now: arrival.now, random: &random)
        case .over(let reason): fail(reason)
        }
        if state == .joining { noteProgress() }
    }

    final func handleTimeout(_ moment: Moment, random: inout SplitMix64, outbox: inout ClientOutbox) {
        if moment.now >= transport.deadline {
            let outcome = transport.handleTimeout(now: moment.now, random: &random, outbox: &outbox)
            if case .over(let reason) = outcome { fail(reason) }
        }
        if transport.isConnected, moment.now >= mediaDeadline { handleMediaTimeout(moment, outbox: &outbox) }
        if state == .joining, moment.now >= joinLimit { fail(whatIsMissing) }
    }

    final var deadline: Instant {
        min(
            transport.deadline, transport.isConnected ? mediaDeadline : .distantFuture,
            state == .joining ? joinLimit : .distantFuture)
    }

    /// Says goodbye.
    final func close(now: Instant, outbox: inout ClientOutbox) {
        transport.close(now: now, outbox: &outbox)
    }

    private func noteProgress() {
        guard transport.isConnected, hasBegun else { return }
        timeline.path = transport.pathTime
        timeline.keys = transport.keyTime
        complete(&timeline)
        state = .joined
    }

    private func fail(_ reason: String) {
        if case .failed = state { return }
        state = .failed(reason)
    }

    /// From the answer on.
    static let joinPatience = Duration.seconds(15)
}

/// Which client, as people count them.
struct PeerName: Hashable, Sendable, CustomStringConvertible {
    let role: ClientRole
    /// From 1 on.
    let number: Int

    init(_ role: ClientRole, _ number: Int) {
        self.role = role
        self.number = number
    }

    var description: String { "\(role.rawValue) \(number)" }
}

/// What a client begins with, once its offer was answered.
struct ClientConfiguration: Sendable {
    let name: PeerName
    let offer: SessionOffer
    let answer: SessionAnswer
    let timeline: JoinTimeline
    let video: VideoPlan
    let options: LoadOptions

    init(
        name: PeerName, offer: SessionOffer, answer: SessionAnswer, timeline: JoinTimeline, video: VideoPlan,
        options: LoadOptions
    ) {
        self.name = name
        self.offer = offer
        self.answer = answer
        self.timeline = timeline
        self.video = video
        self.options = options
    }
}

/// A client that publishes. It has joined when its media flows.
final class PublisherPeer: ClientPeer {
    private(set) var media: PublisherMedia?
    private let configuration: ClientConfiguration

    override init(
        _ configuration: ClientConfiguration, identity: DTLSIdentity, now: Instant,
        random: inout some RandomNumberGenerator
    ) throws(DTLSError) {
        self.configuration = configuration
        try super.init(configuration, identity: identity, now: now, random: &random)
    }

    /// Makes no more media; the connection stays.
    func stop() {
        media?.stop()
    }

    fileprivate override var hasBegun: Bool { media != nil }
    fileprivate override var mediaDeadline: Instant { media?.deadline ?? .distantFuture }

    fileprivate override func connected(now: Instant, random: inout SplitMix64) {
        media = PublisherMedia(
            configuration.video, offer: configuration.offer, answer: configuration.answer, now: now, random: &random)
    }

    fileprivate override func handleMediaTimeout(_ moment: Moment, outbox: inout ClientOutbox) {
        media?.handleTimeout(moment, transport: transport, outbox: &outbox)
    }

    fileprivate override func receiveControl(_ compound: Span<UInt8>, now: Instant, outbox: inout ClientOutbox) {
        media?.receiveControl(compound, transport: transport, outbox: &outbox)
    }
}

/// A client that watches. It has joined when it has seen a keyframe, or a packet where there is no video.
final class ViewerPeer: ClientPeer {
    let media: ViewerMedia
    private let dropsPackets: Bool

    override init(
        _ configuration: ClientConfiguration, identity: DTLSIdentity, now: Instant,
        random: inout some RandomNumberGenerator
    ) throws(DTLSError) {
        dropsPackets = configuration.options.dropPercent > 0
        media = ViewerMedia(
            offer: configuration.offer, answer: configuration.answer, repairs: configuration.options.repairs,
            dropShare: configuration.options.dropPercent / 100, now: now, random: &random)
        try super.init(configuration, identity: identity, now: now, random: &random)
    }

    fileprivate override var hasBegun: Bool { media.hasBegun }
    fileprivate override var mediaDeadline: Instant { media.deadline }

    fileprivate override var whatIsMissing: String {
        guard transport.isConnected else { return super.whatIsMissing }
        let seconds = ClientPeer.joinPatience.components.seconds
        return media.firstPacket == nil
            ? "connected, but no media came within \(seconds) s"
            : "media came, but no keyframe within \(seconds) s"
    }

    fileprivate override func handleMediaTimeout(_ moment: Moment, outbox: inout ClientOutbox) {
        media.handleTimeout(now: moment.now, transport: transport, outbox: &outbox)
    }

    fileprivate override func receiveControl(_ compound: Span<UInt8>, now: Instant, outbox: inout ClientOutbox) {
        media.receiveControl(compound, now: now)
    }

    fileprivate override func receiveMedia(_ packet: Span<UInt8>, now: Instant) -> PacketMark? {
        media.receive(packet, now: now)
    }

    fileprivate override func drops(using random: inout SplitMix64) -> Bool {
        dropsPackets && transport.isConnected && media.drops(using: &random)
    }

    fileprivate override func complete(_ timeline: inout JoinTimeline) {
        timeline.firstPacket = media.firstPacket
        timeline.firstKeyframe = media.video?.firstKeyframe
    }
}
