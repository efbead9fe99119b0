import RTP
import SDP
import Testing
import WebRTC

struct NegotiationSimulcastTests {
    @Test func repeatsChromiumsLayersInOrder() throws {
        let (answer, plan) = try publish(.chromiumSimulcast)
        #expect(plan.tracks[1].rids == ["q", "h", "f"])
        #expect(plan.tracks[1].sources.isEmpty)
        #expect(plan.tracks[1].extensions.contains(NegotiatedExtension(id: 12, kind: .dependencyDescriptor)))
        #expect(answer.contains("a=rid:q recv\r\na=rid:h recv\r\na=rid:f recv\r\na=simulcast:recv q;h;f\r\n"))
    }

    @Test func takesFourLayersAndNoMore() throws {
        let (answer, plan) = try publish(layered("a;b;c;d;e", ["a send", "b send", "c send", "d send", "e send"]))
        #expect(plan.tracks[1].rids == ["a", "b", "c", "d"])
        #expect(answer.contains("a=simulcast:recv a;b;c;d\r\n") && !answer.contains("a=rid:e"))
    }

    @Test func takesTheFirstAlternativeAndUnpausesIt() throws {
        let (answer, plan) = try publish(layered("~a,b;c", ["a send", "b send", "c send"]))
        #expect(plan.tracks[1].rids == ["a", "c"])
        #expect(answer.contains("a=simulcast:recv a;c\r\n"))
    }

    @Test(arguments: [
        (["a send", "b recv"], ["a"]), (["a send"], ["a"]), (["x send"], []), (["a send", "a send"], ["a"]),
        (["a send pt=50", "b send"], ["b"]),
    ]) func leavesOutLayersThatCannotBe(restrictions: [String], rids: [String]) throws {
        let (answer, plan) = try publish(layered("a;b", restrictions))
        #expect(plan.tracks[1].rids == rids)
        #expect(answer.contains("a=simulcast") == !rids.isEmpty)
    }

    @Test func repeatsRestrictionsToPayloadTypesThatWeTake() throws {
        let (answer, plan) = try publish(layered("a", ["a send pt=96,50;max-width=640"]))
        #expect(
            plan.tracks[1].layers == [
                StreamRestriction(rid: "a", way: .send, payloadTypes: [96], others: ["max-width=640"])
            ])
        #expect(answer.contains("a=rid:a recv pt=96;max-width=640\r\n"))
    }

    @Test func needsTheRidExtension() throws {
        let (answer, plan) = try publish(.obsPublisher.removing("a=extmap:2"))
        #expect(plan.tracks[1].layers.isEmpty)
        #expect(!answer.contains("a=rid") && !answer.contains("a=simulcast"))
    }

    private func layered(_ layers: String, _ restrictions: [String]) -> OfferVector {
        let lines = restrictions.map { "a=rid:\($0)\r\n" }.joined() + "a=simulcast:send \(layers)"
        return OfferVector.obsPublisher.removing("a=rid").replacing("a=simulcast:send 0;1", with: lines)
    }
}
