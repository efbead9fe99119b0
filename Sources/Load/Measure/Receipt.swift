/// What came of one source, by the marks in its packets: each packet once, and which frames are whole.
///
/// What was sent before the first packet that came does not count as lost: a viewer joins in the middle.
struct Receipt: Sendable {
    /// Packets that came, each counted once.
    private(set) var received = 0
    private(set) var duplicates = 0
    /// Frames of which every packet came.
    private(set) var wholeFrames = 0
    /// The source whose packets are counted; nil before the first.
    private(set) var source: UInt32?

    private var packets: ClosedRange<Int> = 0...0
    private var frames: ClosedRange<Int> = 0...0
    private var came = [UInt64](repeating: 0, count: Self.window / 64)
    private var open = [OpenFrame](repeating: OpenFrame(number: -1, missing: 0), count: Self.openFrames)
    /// Of sources that were followed by others.
    private var settled = Counts()

    init() {}

    /// How many there should have been, and how many there were not.
    struct Counts: Equatable, Sendable {
        var packets = 0
        var lostPackets = 0
        var frames = 0
        var lostFrames = 0
    }

    enum Arrival: Equatable {
        /// For the first time.
        case new
        case duplicate
        /// Too long ago to tell, so not counted.
        case tooLate
    }

    /// Takes note of a packet.
    mutating func receive(_ mark: PacketMark) -> Arrival {
        let packet = Int(mark.packet)
        if mark.source != source { begin(mark) }
        if packet > packets.upperBound {
            forget(after: packets.upperBound, through: packet)
            packets = packets.lowerBound...packet
        } else if packets.upperBound - packet >= Self.window {
            return .tooLate
        } else if came[Self.word(packet)] & Self.bit(packet) != 0 {
            duplicates += 1
            return .duplicate
        }
        packets = min(packets.lowerBound, packet)...packets.upperBound
        came[Self.word(packet)] |= Self.bit(packet)
        received += 1
        note(mark)
        return .new
    }

    /// - Parameter final: how many packets and frames the source made altogether, when that is known: it shows what was
    ///   lost at the end.
    func counts(final: (source: UInt32, packets: Int, frames: Int)? = nil) -> Counts {
        guard source != nil else { return settled }
        var last = (packet: packets.upperBound, frame: frames.upperBound)
        if let final, final.source == source {
            last = (max(last.packet, final.packets - 1), max(last.frame, final.frames - 1))
        }
        var counts = settled
        let expected = (packets: last.packet - packets.lowerBound + 1, frames: last.frame - frames.lowerBound + 1)
        counts.packets += expected.packets
        counts.frames += max(0, expected.frames)
        counts.lostPackets = max(0, counts.packets - received)
        counts.lostFrames = max(0, counts.frames - wholeFrames)
        return counts
    }

    private mutating func begin(_ mark: PacketMark) {
        settled = counts()
        source = mark.source
        packets = Int(mark.packet)...Int(mark.packet)
        // A frame that was joined in its middle cannot be whole.
        let first = Int(mark.frame) + (mark.position == 0 ? 0 : 1)
        frames = first...first
        for index in came.indices { came[index] = 0 }
        for index in open.indices { open[index].number = -1 }
    }

    private mutating func note(_ mark: PacketMark) {
        let frame = Int(mark.frame)
        guard frame >= frames.lowerBound else { return }
        frames = frames.lowerBound...max(frames.upperBound, frame)
        let slot = frame % Self.openFrames
        if open[slot].number < frame {
            open[slot] = OpenFrame(number: frame, missing: Int(mark.packetsInFrame))
        }
        guard open[slot].number == frame else { return }
        open[slot].missing -= 1
        if open[slot].missing == 0 { wholeFrames += 1 }
    }

    private mutating func forget(after newest: Int, through packet: Int) {
        guard packet - newest < Self.window else {
            for index in came.indices { came[index] = 0 }
            return
        }
        for number in (newest + 1)...packet { came[Self.word(number)] &= ~Self.bit(number) }
    }

    private struct OpenFrame {
        var number: Int
        var missing: Int
    }

    private static func word(_ packet: Int) -> Int { packet % window / 64 }
    private static func bit(_ packet: Int) -> UInt64 { 1 << UInt64(packet % 64) }

    /// Packets that are told from their duplicates: more than any repair takes.
    private static let window = 2_048
    private static let openFrames = 64
}
