import Codecs
import SDP
import TestSupport
import Testing
import WebRTC

/// What holds for every answer (RFC 3264 §6, RFC 8829 §5.3.1).
struct NegotiationPropertyTests {
    @Test(arguments: OfferVector.publishers.indices) func answersMirrorTheOffer(index: Int) throws {
        let vector = OfferVector.publishers[index]
        let offer = try SessionDescription(parsing: vector.text)
        try check(publish(vector).answer, mirrors: offer)
        let viewer = OfferVector(vector.text.replacing("a=sendonly", with: "a=recvonly").replacing("\r\n", with: "\n"))
        let tracks = try publish(vector).plan.tracks.map(\.codecs[0].codec)
        try check(play(viewer, tracks).answer, mirrors: offer)
    }

    @Test func answersAreAFunctionOfTheOfferAndTheNumbers() throws {
        #expect(try publish(.chromiumSimulcast).answer == publish(.chromiumSimulcast).answer)
        #expect(try play(.chromiumViewer, [.opus]).answer == play(.chromiumViewer, [.opus]).answer)
        let other = try play(.chromiumViewer, [.opus], seed: 2).plan
        let first = try play(.chromiumViewer, [.opus], seed: 1).plan
        #expect(other.cname != first.cname && other.tracks[0].ssrc != first.tracks[0].ssrc)
        #expect(first.cname.utf8.count == 24)
    }

    /// Lines lost, doubled, moved and cut, from a seed: an answer that still comes is sound.
    @Test(arguments: UInt64(0)..<8) func damagedOffersGetSoundAnswersOrNone(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var answers = 0
        for vector in OfferVector.publishers {
            for _ in 0..<12 {
                var damaged = vector
                damaged.text = damage(vector.text, using: &random)
                guard let answer = try? publish(damaged).answer else { continue }
                answers += 1
                try check(answer, mirrors: SessionDescription(parsing: damaged.text))
            }
        }
        #expect(answers > 0)
    }

    @Test func anICERestartIsAnsweredWithAFragment() throws {
        let fragment = try TrickleFragment(parsing: testTransport.restartFragment(mid: "0").print())
        #expect(fragment.ufrag == testTransport.ufrag)
        #expect(fragment.password == testTransport.password)
        #expect(fragment.candidates.map(\.socketAddress) == testTransport.candidates)
        #expect(fragment.mid == "0")
        #expect(fragment.isLite && fragment.endOfCandidates)
    }

    @Test func withoutCandidatesTheDefaultDestinationIsNone() throws {
        var generator = SeededRandom(seed: 1)
        var local = testTransport
        local.candidates = []
        let answer = try Negotiator.publish(offer: OfferVector.videoOnly.text, local: local, using: &generator).answer
        let section = try #require(try SessionDescription(parsing: answer).media.first)
        #expect(section.port == 9)
        #expect(section.connection == "IN IP4 0.0.0.0")
    }

    private func check(_ text: String, mirrors offer: SessionDescription) throws {
        let answer = try SessionDescription(parsing: text)
        #expect(answer.media.count == offer.media.count)
        var open: [String] = []
        for (answered, offered) in zip(answer.media, offer.media) {
            #expect(answered.media == offered.media)
            #expect(answered.transport == offered.transport)
            #expect(answered.attributes.mid == offered.attributes.mid)
            #expect(Set(answered.formats).isSubset(of: offered.formats))
            guard answered.port != 0 else { continue }
            if let mid = answered.attributes.mid { open.append(mid) }
            #expect(answered.attributes.contains(.rtcpMux))
            #expect(answered.attributes.iceUfrag == testTransport.ufrag)
            #expect(answered.attributes.setup == .passive || answered.attributes.setup == .active)
            #expect(answered.attributes.candidates.count == testTransport.candidates.count)
            #expect(Set(answered.attributes.rtpMaps.map(\.payloadType)) == Set(answered.payloadTypes))
            let offeredIDs = Dictionary(offered.attributes.extensionMaps.map { ($0.uri, $0.id) }) { first, _ in first }
            for map in answered.attributes.extensionMaps { #expect(offeredIDs[map.uri] == map.id) }
        }
        #expect(answer.attributes.groups.first?.mids ?? open == open)
        #expect(answer.attributes.contains(.iceLite))
    }

    private func damage(_ text: String, using random: inout SeededRandom) -> String {
        var lines = text.split(separator: "\r\n").map(String.init)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let index = Int.random(in: 2..<lines.count, using: &random)
            switch UInt8.random(in: 0..<4, using: &random) {
            case 0: lines.remove(at: index)
            case 1: lines.insert(lines[index], at: index)
            case 2: lines.swapAt(index, Int.random(in: 2..<lines.count, using: &random))
            default: lines[index] = String(lines[index].dropLast(Int.random(in: 1...4, using: &random)))
            }
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}
