import Net
import SFU
import Testing

struct LayerSelectorTests {
    private func layer(_ pixels: Int, _ bitrate: Int, heard milliseconds: Int?) -> LayerFacts {
        LayerFacts(pixels: pixels, bitrate: bitrate, lastArrival: milliseconds.map(Packets.instant))
    }

    @Test func mostPixelsWinThenBitrate() {
        let now = Packets.instant(1_000)
        #expect(LayerSelector.best(of: [layer(100, 9, heard: 999), layer(400, 1, heard: 999)], now: now) == 1)
        #expect(LayerSelector.best(of: [layer(0, 9, heard: 999), layer(0, 1, heard: 999)], now: now) == 0)
    }

    @Test func aLayerThatWentSilentIsNotChosen() {
        let now = Packets.instant(5_000)
        #expect(LayerSelector.best(of: [layer(100, 1, heard: 4_000), layer(400, 1, heard: 2_000)], now: now) == 0)
        #expect(LayerSelector.best(of: [layer(100, 1, heard: nil)], now: now) == nil)
        #expect(LayerSelector.best(of: [], now: now) == nil)
    }
}
