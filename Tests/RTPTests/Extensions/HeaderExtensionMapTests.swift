import RTP
import Testing

struct HeaderExtensionMapTests {
    @Test(arguments: HeaderExtensionKind.allCases) func looksUpBothWays(kind: HeaderExtensionKind) {
        for id in [1, 14, 15, 255] as [UInt8] {
            var map = HeaderExtensionMap()
            let isSet = map.set(kind, id: id)
            #expect(isSet)
            #expect(map[id] == kind)
            #expect(map[kind] == id)
            #expect(map[id - 1] == nil)
        }
    }

    @Test func theLastWordStands() {
        var map = HeaderExtensionMap()
        map.set(.mid, id: 1)
        map.set(.rid, id: 1)
        #expect(map[1] == .rid)
        #expect(map[HeaderExtensionKind.mid] == nil)
        map.set(.rid, id: 2)
        #expect(map[1] == nil)
        #expect(map[2] == .rid)
        map.set(.rid, id: 2)
        #expect(map[HeaderExtensionKind.rid] == 2)
    }

    @Test func identifierZeroIsPadding() {
        var map = HeaderExtensionMap()
        let isSet = map.set(.mid, id: 0)
        #expect(!isSet)
        #expect(map == HeaderExtensionMap())
        #expect(map[0] == nil)
    }

    @Test func mapsCompareByWhatTheyMap() {
        var (one, other) = (HeaderExtensionMap(), HeaderExtensionMap())
        one.set(.mid, id: 1)
        #expect(one != other)
        other.set(.mid, id: 4)
        #expect(one != other)
        other.set(.mid, id: 1)
        #expect(one == other)
    }

    @Test func urisNameKinds() {
        for kind in HeaderExtensionKind.allCases { #expect(HeaderExtensionKind(uri: kind.uri) == kind) }
        #expect(Set(HeaderExtensionKind.allCases.map(\.uri)).count == HeaderExtensionKind.allCases.count)
        #expect(HeaderExtensionKind(uri: "urn:ietf:params:rtp-hdrext:sdes:MID") == nil)
        #expect(HeaderExtensionKind(rawValue: 0) == nil)
    }

    @Test func whatSpeaksOfOneTransportEndsHere() {
        let perHop = HeaderExtensionKind.allCases.filter(\.isPerHop)
        #expect(perHop == [.mid, .rid, .repairedRid, .absSendTime, .transportSequence, .transmissionOffset])
    }
}
