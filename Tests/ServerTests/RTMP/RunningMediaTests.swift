import Codecs
import Foundation
import FramePlane
import Glibc
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Net
import SFU
import Synchronization
import TestSupport
import Testing
import WebRTCGateway

@testable import RTMPGateway
@testable import Server

/// The real media planes and gateways, wired as the server wires them.
@Suite struct RunningMediaTests {
    /// One for each test: a port that one gives back may be the next one's at once.
    private let ownAddress = IPAddress(v4: 0x7F00_0100 + RunningMediaTests.tests.add(1, ordering: .relaxed).newValue)
    private static let tests = Atomic<UInt32>(0)

    private func configuration(_ folder: String) -> Configuration {
        var configuration = Configuration()
        configuration.webrtc.port = 0
        configuration.webrtc.workers = 1
        // An address of its own: on another, a port that was given back may be another test's at once.
        configuration.rtmp.listen = [.address(ownAddress)]
        configuration.rtmp.port = 0
        configuration.rtmp.tlsPort = 0
        configuration.rtsp.enabled = false
        configuration.stateDirectory = "\(folder)/state"
        return configuration
    }

    @Test func startsShowsItselfAndEnds() async throws {
        try await withFolder { folder in
            var configuration = configuration(folder)
            configuration.http.selfSigned = true
            // Ports that nobody is given who asks for any: others would answer when they are given back.
            configuration.rtmp.port = Int(try freePorts(SOCK_STREAM, count: 2))
            configuration.rtmp.tlsPort = configuration.rtmp.port + 1
            let tls = try TLSConfiguration.make(for: configuration.http)
            let media = try await RunningMedia.start(configuration, tls, .silent)
            #expect(media.addresses.map(\.isSecure) == [false, true])
            #expect(media.addresses[0].url == "rtmp://\(ownAddress):\(media.addresses[0].port)")
            #expect(media.addresses[1].url == "rtmps://\(ownAddress):\(media.addresses[1].port)")
            #expect(media.metrics().contains("turnout_rtmp_connections 0\n"))
            #expect(media.metrics().contains("turnout_derived_cpu_seconds_total counter\n"))
            #expect(media.frames().isEmpty)
            #expect(await media.broker.streams().isEmpty)
            let client = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            for address in media.addresses {
                try await client.connect(host: "\(ownAddress)", port: address.port).get().close()
            }
            await media.shutdown()
            for address in media.addresses {
                await #expect(throws: NIOConnectionError.self) {
                    try await client.connect(host: "\(ownAddress)", port: address.port).get().close()
                }
            }
        }
    }

    @Test func rtmpCanBeSwitchedOff() async throws {
        try await withFolder { folder in
            var configuration = configuration(folder)
            configuration.rtmp.enabled = false
            let media = try await RunningMedia.start(configuration, nil, .silent)
            #expect(media.addresses.isEmpty)
            await media.shutdown()
        }
    }

    @Test(arguments: ["rtmp.port", "rtmp.tls_port"])
    func aPortInUseNamesItsSetting(_ setting: String) async throws {
        try await withFolder { folder in
            let taken = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "\(ownAddress)", port: 0).get()
            let port = try #require(taken.localAddress?.port)
            var configuration = configuration(folder)
            configuration.http.selfSigned = true
            if setting == "rtmp.port" { configuration.rtmp.port = port } else { configuration.rtmp.tlsPort = port }
            let tls = try TLSConfiguration.make(for: configuration.http)
            await #expect(throws: StartError.addressInUse(host: "\(ownAddress)", port: port, setting: setting)) {
                _ = try await RunningMedia.start(configuration, tls, .silent)
            }
            try await taken.close()
        }
    }

    /// A link that finds nobody says so, through the real client.
    @Test func aPullFromNowhereBacksOff() async throws {
        try await withFolder { folder in
            var configuration = configuration(folder)
            let free = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "\(ownAddress)", port: 0).get()
            let port = try #require(free.localAddress?.port)
            try await free.close()
            var paths = PathSettings(try #require(PathPattern("live/one")))
            paths.pull = LinkTarget(try LinkURL("rtmp://user:secret@127.0.0.1:\(port)/live/one"))
            paths.push = [LinkTarget(try LinkURL("rtmp://127.0.0.1:\(port)/live/two"))]
            configuration.paths = [paths]
            let media = try await RunningMedia.start(configuration, nil, .silent)
            let path = try StreamPath("live/one")
            let link = try await eventually("a failure", timeout: .seconds(30)) {
                await media.links.links(.pull, path).first { $0.lastError != nil }
            }
            #expect(link.lastError?.contains("cannot be reached") == true)
            #expect(link.lastError?.contains("secret") == false)
            // Its path is not live, so a push does not even try.
            let push = try #require(await media.links.links(.push, path).first)
            #expect(push.state == .waiting && push.attempts == 0)
            await media.shutdown()
        }
    }

    /// A path's file is its publisher; one that does not loop ends.
    @Test func aFileIsPublished() async throws {
        try await withFolder { folder in
            var configuration = configuration(folder)
            configuration.rtsp.files = folder
            // Two seconds of G.711 in a WAV file.
            try Data(Wave.silence(seconds: 2)).write(to: URL(fileURLWithPath: "\(folder)/two seconds.wav"))
            configuration.paths = try [("loop", true), ("once", false)].map { path, loops in
                var paths = PathSettings(try #require(PathPattern(path)))
                paths.source = LinkTarget(
                    try #require(LinkURL(file: "two seconds.wav")), LinkOptions(loops: loops))
                return paths
            }
            let media = try await RunningMedia.start(configuration, nil, .silent)
            let loop = try await eventually("the loop", timeout: .seconds(30)) {
                media.frames().first { $0.path.text == "loop" && $0.isPublished && !$0.tracks.isEmpty }
            }
            #expect(loop.publisher?.protocolName == "file")
            #expect(loop.publisher?.remote == "file:two seconds.wav")
            #expect(loop.tracks.map { $0.format?.codec } == [.pcmu])
            let (once, looping) = (try StreamPath("once"), try StreamPath("loop"))
            let ended = try await eventually("the end", timeout: .seconds(30)) {
                await media.links.links(.pull, once).first { $0.state == .ended }
            }
            #expect(ended.lastError == nil && ended.attempts == 1)
            // The other one goes on behind its end.
            let bytes = try await eventually("the second pass", timeout: .seconds(30)) {
                await media.links.links(.pull, looping).first { $0.bytes > 2 * 8_000 + 4_000 }
            }
            #expect(bytes.state == .connected && bytes.attempts == 1)
            await media.shutdown()
        }
    }

    /// A path's file that is not there is looked for again; a name cannot leave the folder by a link.
    @Test func aFileThatIsNotThereIsSaidSo() async throws {
        try await withFolder { folder in
            var configuration = configuration(folder)
            configuration.rtsp.files = "\(folder)/files"
            try FileManager.default.createDirectory(atPath: "\(folder)/files", withIntermediateDirectories: true)
            try Data(Wave.silence(seconds: 1)).write(to: URL(fileURLWithPath: "\(folder)/outside.wav"))
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/files/link.wav", withDestinationPath: "\(folder)/outside.wav")
            configuration.paths = try ["none.wav", "link.wav"].map { name in
                var paths = PathSettings(try #require(PathPattern(name)))
                paths.source = LinkTarget(try #require(LinkURL(file: name)))
                return paths
            }
            let media = try await RunningMedia.start(configuration, nil, .silent)
            for (name, words) in [("none.wav", "no such file"), ("link.wav", "leads out of the folder")] {
                let path = try StreamPath(name)
                let link = try await eventually("a failure", timeout: .seconds(30)) {
                    await media.links.links(.pull, path).first { $0.lastError != nil }
                }
                #expect(link.lastError?.contains(words) == true, "\(link.lastError ?? "")")
            }
            await media.shutdown()
        }
    }

    /// Log lines have session and path; refusals do not fill the log.
    @Test func sessionsAreLogged() {
        let lines = LogLines()
        let log = RTMPLog(lines.logger)
        func event(_ kind: RTMPGatewayEvent.Kind, path: String = "live/one") -> RTMPGatewayEvent {
            RTMPGatewayEvent(session: "the-session", remote: "192.0.2.1:5000", path: path, kind: kind)
        }
        log.note(event(.publishing([])))
        log.note(event(.playing))
        log.note(event(.ended("The client left.")))
        log.note(event(.ended("The client is silent."), path: ""))
        for _ in 0..<5 { log.note(event(.refused("No."))) }
        log.note(event(.faulty("Nonsense.")))
        let texts = lines.all.map { $0.drop { $0 != " " }.dropFirst() }
        #expect(
            texts == [
                "info RTMP session publishes codecs=\"\" path=live/one remote=192.0.2.1:5000 session=the-session\n",
                "info RTMP session plays path=live/one remote=192.0.2.1:5000 session=the-session\n",
                "info RTMP session closed path=live/one reason=\"The client left.\" remote=192.0.2.1:5000 "
                    + "session=the-session\n",
                "notice RTMP request refused path=live/one reason=No. remote=192.0.2.1:5000 session=the-session\n",
                "notice RTMP connection closed for what it sent path=live/one reason=Nonsense. "
                    + "remote=192.0.2.1:5000 session=the-session\n",
            ])
    }
}
