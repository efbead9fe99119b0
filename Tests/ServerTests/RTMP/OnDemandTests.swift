import Foundation
import Net
import SFU
import TestSupport
import Testing

@testable import Server

/// A pull on demand between real servers in this process.
@Suite struct OnDemandTests {
    /// On another, a port that was given back may be another test's at once.
    private let ownAddress = IPAddress(v4: 0x7F00_0008)
    private let path: StreamPath

    init() throws {
        path = try StreamPath("live/loop")
    }

    private func start(_ folder: String, _ target: LinkTarget) async throws -> RunningMedia {
        var configuration = Configuration()
        configuration.webrtc.port = 0
        configuration.webrtc.workers = 1
        configuration.rtmp.listen = [.address(ownAddress)]
        configuration.rtmp.port = 0
        configuration.rtsp.enabled = false
        configuration.stateDirectory = "\(folder)/state"
        configuration.rtsp.files = folder
        var paths = PathSettings(try #require(PathPattern(path.text)))
        if target.url.scheme == .file { paths.source = target } else { paths.pull = target }
        configuration.paths = [paths]
        return try await RunningMedia.start(configuration, nil, .silent)
    }

    private func url(_ server: RunningMedia) throws -> LinkURL {
        try LinkURL("\(try #require(server.addresses.first).url)/\(path)")
    }

    private func state(_ server: RunningMedia) async -> LinkState? {
        await server.links.links(.pull, path).first?.state
    }

    /// The first server plays a file, the second fetches that from it on demand, and the third plays it from the second: as an
    /// RTMP player, who is let wait until the stream is there, and keeps it there.
    @Test func aPlayerBringsTheStreamAndHoldsIt() async throws {
        try await withFolder { folder in
            try Data(Wave.silence(seconds: 2)).write(to: URL(fileURLWithPath: "\(folder)/silence.wav"))
            let file = try #require(LinkURL(file: "silence.wav"))
            let source = try await start(folder, LinkTarget(file, LinkOptions(loops: true)))
            let options = LinkOptions(isOnDemand: true, closeAfter: .zero)
            let between = try await start(folder, LinkTarget(try url(source), options))
            try await Task.sleep(for: Link.demandLook)
            #expect(await state(between) == .waiting)
            #expect(await between.links.links(.pull, path).first?.attempts == 0)

            let player = try await start(folder, LinkTarget(try url(between)))
            _ = try await eventually("the stream", timeout: .seconds(30)) {
                await state(player) == .connected ? true : nil
            }
            #expect(await state(between) == .connected)
            // Longer than it would be held for nobody.
            try await Task.sleep(for: LinkDemand.attachTime + Link.demandLook * 2)
            #expect(await state(between) == .connected)
            #expect(await between.links.links(.pull, path).first?.attempts == 1)
            #expect(await player.links.links(.pull, path).first?.attempts == 1)

            await player.shutdown()
            _ = try await eventually("its end", timeout: .seconds(30)) {
                await state(between) == .waiting ? true : nil
            }
            await between.shutdown()
            await source.shutdown()
        }
    }
}
