import Codecs
import Files
import GatewaySupport
import MediaPlane
import Net
import Packetization
import RTP
import TestSupport
import Testing

@testable import RTSPGateway

/// A player's end in virtual time: everything that is sent, with when.
struct PlayedFile {
    struct Packet: Equatable {
        var at: Int64
        var track: Int
        var header: RTPHeader
        var payload: [UInt8]
    }

    var player: FilePlayer<ScriptedFile>
    var now = LoopTime(now: Instant(nanoseconds: 77_000_000_000), wallClock: 1_700_000_000_000_000_000)
    var packets: [Packet] = []
    var reports: [(at: Int64, track: Int, bytes: [UInt8])] = []
    var ends: [PlaybackEnd] = []

    init(_ file: ScriptedFile = ScriptedFile(), tracks: [Int] = [0, 1]) throws {
        var random = SeededRandom(seed: 5)
        player = FilePlayer(
            file,
            tracks: tracks.compactMap { index in
                let format = file.tracks[index]
                guard let packets = PacketFormat(packetsOf: format) else { return nil }
                let sender = RTPSender(format: packets, cname: "a@b", random: &random)
                return PlaybackTrack(index: index, format: format, sender: sender)
            })
    }

    mutating func play(_ from: Double? = nil, _ to: Double? = nil) throws -> PlaybackStart {
        try player.play(PlaybackRange(from: from.map { .seconds($0) }, to: to.map { .seconds($0) }), now: now)
    }

    mutating func pause() {
        player.pause()
    }

    /// Lets time pass without asking for anything.
    mutating func sleep(_ milliseconds: Int64) {
        now.now = Instant(nanoseconds: now.now.nanoseconds + milliseconds * 1_000_000)
        now.wallClock += milliseconds * 1_000_000
    }

    /// Plays for so long, or until there is nothing to do.
    /// - Returns: the packets of that time.
    @discardableResult
    mutating func run(_ milliseconds: Int64) throws -> [Packet] {
        let (end, first) = (now.now.nanoseconds + milliseconds * 1_000_000, packets.count)
        loop: while true {
            switch player.next(now: now) {
            case .send(let sent): try take(sent)
            case .wait(let moment):
                guard moment.nanoseconds < end else { break loop }
                #expect(moment > now.now, "a wait for what is over")
                sleepUntil(moment)
            case .rest: break loop
            case .end(let end): ends.append(end)
            }
        }
        sleepUntil(Instant(nanoseconds: end))
        return Array(packets[first...])
    }

    private mutating func sleepUntil(_ moment: Instant) {
        now.wallClock += moment.nanoseconds - now.now.nanoseconds
        now.now = moment
    }

    private mutating func take(_ sent: PlaybackPackets) throws {
        for range in sent.packets {
            let bytes = Array(sent.bytes[range])
            guard !sent.isControl else {
                reports.append((now.now.nanoseconds, sent.track, bytes))
                continue
            }
            let header = try RTPHeader.parse(bytes.span)
            packets.append(
                Packet(
                    at: now.now.nanoseconds, track: sent.track, header: header,
                    payload: Array(bytes[header.payloadRange])))
        }
    }
}

extension PlayedFile {
    /// The numbers of the frames of a track.
    static func numbers(_ packets: [Packet], track: Int) -> [UInt8] {
        packets.filter { $0.track == track }.compactMap { track == 0 ? $0.payload.last : $0.payload.first }
    }

    static func numbers(_ range: Range<Int>) -> [UInt8] { range.map { UInt8($0 % 256) } }

    /// Sequence numbers without a gap, and timestamps with one distance.
    static func expectContinuity(_ packets: [Packet], track: Int, step: UInt32) {
        let headers = packets.filter { $0.track == track }.map(\.header)
        #expect(headers.count > 1)
        for (one, other) in zip(headers, headers.dropFirst()) {
            #expect(other.sequence == one.sequence &+ 1)
            #expect(other.timestamp == one.timestamp &+ step)
            #expect(other.ssrc == one.ssrc)
        }
    }
}
