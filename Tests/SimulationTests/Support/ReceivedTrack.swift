import Codecs
import Net
import RTP

/// A packet as a viewer got it, retransmission undone.
struct ReceivedPacket {
    let packet: TestPacket
    let timestamp: UInt32
    let payloadType: UInt8
    let arrival: Instant
    let isRepair: Bool
    /// Bytes of padding that came with it.
    let padding: UInt8
    /// The audio level that came with it; nil without one.
    let level: UInt8?
}

/// What a viewer received of one of its media lines: everything that the checks look at.
struct ReceivedTrack {
    let kind: MediaKind
    let ssrc: UInt32
    let rtxSSRC: UInt32?
    /// By extended sequence number.
    private(set) var packets: [Int64: ReceivedPacket] = [:]
    /// Where each packet of the publisher was found.
    private(set) var places: [TestPacket: Int64] = [:]
    /// Packets of the publisher that came under two sequence numbers: always an error of the engine.
    private(set) var renumbered = 0
    /// Packets that were sent once more under the same sequence number, other than by a repair stream: an error as well,
    /// since SRTP keeps out what the network repeats.
    private(set) var repeated = 0
    /// Repairs of packets that had come meanwhile or came later: asked for too early, or twice.
    private(set) var needlessRepairs = 0
    private(set) var repairs = 0
    private var repairsByPlace: [Int64: Int] = [:]
    /// Payloads that are not what any publisher sent.
    private(set) var damaged = 0
    var nack: NACKGenerator?
    var statistics: ReceptionStatistics
    private var unwrapper = SequenceUnwrapper()

    init(kind: MediaKind, ssrc: UInt32, rtxSSRC: UInt32?, clockRate: Int, repairs: Bool, roundTrip: Duration) {
        self.kind = kind
        self.ssrc = ssrc
        self.rtxSSRC = rtxSSRC
        statistics = ReceptionStatistics(ssrc: ssrc, clockRate: clockRate)
        if repairs {
            var nack = NACKGenerator()
            nack.roundTrip = roundTrip
            self.nack = nack
        }
    }

    /// Takes a packet, as it came or as its repair shows it.
    mutating func receive(_ received: ReceivedPacket?, sequence: UInt16) {
        guard let received else {
            damaged += 1
            return
        }
        let place = unwrapper.unwrap(sequence)
        nack?.receive(sequence, isRetransmission: received.isRepair, now: received.arrival)
        if received.isRepair {
            repairs += 1
            repairsByPlace[place, default: 0] += 1
        }
        if let former = packets[place] {
            if received.isRepair || former.isRepair { needlessRepairs += 1 } else { repeated += 1 }
            return
        }
        packets[place] = received
        if places.updateValue(place, forKey: received.packet) != nil { renumbered += 1 }
    }

    // MARK: Reads

    /// The packet with the highest sequence number.
    var newest: ReceivedPacket? { unwrapper.newest.flatMap { packets[$0] } }

    /// How often the packet was repaired that was repaired most often.
    var mostRepairs: Int { repairsByPlace.values.max() ?? 0 }

    /// Whether a decoder could have begun: the first packet of a keyframe has come, or any packet of audio.
    var hasBegun: Bool {
        kind == .audio ? !packets.isEmpty : packets.values.contains { $0.packet.start == .keyframe }
    }

    /// All packets in the order of their sequence numbers.
    var inOrder: [(sequence: Int64, packet: ReceivedPacket)] {
        packets.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Sequence numbers between the first and the last that never came.
    var holes: Int {
        guard let first = packets.keys.min(), let last = packets.keys.max() else { return 0 }
        return Int(last - first) + 1 - packets.count
    }
}
