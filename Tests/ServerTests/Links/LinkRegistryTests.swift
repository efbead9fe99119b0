import Foundation
import SFU
import TestSupport
import Testing

@testable import Server

/// Links over a connector and a time of the tests' own.
@Suite struct LinkRegistryTests {
    private let path: StreamPath
    private let url: LinkURL

    init() throws {
        path = try StreamPath("live/one")
        url = try LinkURL("rtmp://user:secret@host/app/key")
    }

    @Test func aPullIsTriedAgainWithGrowingPauses() async throws {
        try await withFolder { folder in
            let stage = LinkStage(folder, script: Array(repeating: .failed("Nobody is there."), count: 8))
            await stage.start([ConfiguredLink(.pull, path, LinkTarget(url))])
            for count in 1...8 { try await stage.passSleep(count) }
            let milliseconds = stage.time.sleeps.prefix(8).map { Int(($0 / .milliseconds(1)).rounded()) }
            #expect(milliseconds == [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000])
            try await stage.until("the ninth attempt") { stage.connector.open == [8] }
            let status = try #require(await stage.registry.links(.pull, path).first)
            #expect(status.attempts == 9)
            #expect(status.state == .connecting)
            #expect(status.lastError == "Nobody is there.")
            #expect(status.origin == .configuration)
            await stage.registry.stop()
        }
    }

    @Test(arguments: [(0.0, 400), (0.5, 500), (1.0, 600)])
    func chanceSpreadsThePauses(_ chance: Double, _ milliseconds: Int) {
        var backoff = LinkBackoff()
        #expect(Int((backoff.next(chance: chance) / .milliseconds(1)).rounded()) == milliseconds)
        for _ in 0..<10 { #expect(backoff.next(chance: chance) <= .seconds(15)) }
        backoff.reset()
        #expect(Int((backoff.next(chance: chance) / .milliseconds(1)).rounded()) == milliseconds)
    }

    /// A connection that held for ten seconds begins the pauses anew; a shorter one does not.
    @Test(arguments: [(10_000, 500), (9_999, 1_000)])
    func healthResetsThePauses(_ held: Int, _ pause: Int) async throws {
        try await withFolder { folder in
            let stage = LinkStage(folder, script: [.failed("No.")])
            await stage.start([ConfiguredLink(.pull, path, LinkTarget(url))])
            try await stage.passSleep(1)
            try await stage.until("a connection") { stage.connector.open == [1] }
            stage.connector.report(1, bytes: 10)
            stage.time.advance(by: .milliseconds(held))
            stage.connector.report(1, bytes: 1_000)
            let connected = try #require(await stage.registry.links(.pull, path).first)
            #expect(connected.state == .connected)
            #expect(connected.bytes == 1_000)
            stage.connector.end(1, .failed("Gone."))
            try await stage.until("a pause") { stage.time.sleeps.count == 2 }
            #expect(Int((stage.time.sleeps[1] / .milliseconds(1)).rounded()) == pause)
            let status = try #require(await stage.registry.links(.pull, path).first)
            #expect(status.lastError == "Gone.")
            guard case .backingOff(let until) = status.state else {
                Issue.record("\(status.state)")
                return
            }
            #expect(abs(until.timeIntervalSince(status.since) - Double(pause) / 1_000) < 0.001)
            // What an attempt that is over still says changes nothing; bytes add up over connections.
            stage.connector.report(1, bytes: 5_000)
            #expect(await stage.registry.links(.pull, path).first?.bytes == 1_000)
            try await stage.passSleep(2)
            try await stage.until("the next connection") { stage.connector.open == [2] }
            stage.connector.report(2, bytes: 7)
            #expect(await stage.registry.links(.pull, path).first?.bytes == 1_007)
            await stage.registry.stop()
            #expect(stage.connector.open.isEmpty)
        }
    }

    @Test func aPushBeginsWhenItsPathIsLive() async throws {
        try await withFolder { folder in
            let stage = LinkStage(folder)
            await stage.start([ConfiguredLink(.push, path, LinkTarget(url))])
            try await stage.until("a look") { stage.time.sleeps.count == 1 }
            #expect(await stage.registry.links(.push, path).first?.state == .waiting)
            #expect(stage.connector.calls.isEmpty)
            // Another path's publisher is none of its business.
            await stage.registry.noteLive(try StreamPath("live/two"))
            stage.setLive("live/one", true)
            await stage.registry.noteLive(path)
            // No time had to pass for that.
            try await stage.until("a connection") { stage.connector.open == [0] }
            #expect(stage.connector.calls == [.init(direction: .push, path: "live/one", url: url.text)])
            stage.connector.report(0, bytes: 1)
            // Its stream is over: it waits again, without having failed.
            stage.setLive("live/one", false)
            stage.connector.end(0, nil)
            try await stage.passSleep(2)
            try await stage.until("another look") { stage.time.sleeps.count == 3 }
            let status = try #require(await stage.registry.links(.push, path).first)
            #expect(status.state == .waiting)
            #expect(status.lastError == nil)
            // Should nobody say so, it looks for itself.
            stage.setLive("live/one", true)
            try await stage.passSleep(3)
            try await stage.until("a second connection") { stage.connector.open == [1] }
            await stage.registry.stop()
        }
    }

    /// The stream went just when the connection was to be made.
    @Test func aPushWhoseStreamIsGoneWaits() async throws {
        try await withFolder { folder in
            let stage = LinkStage(folder, script: [.nothingLive], live: ["live/one"])
            await stage.start([ConfiguredLink(.push, path, LinkTarget(url))])
            try await stage.until("a wait") { stage.time.sleeps == [Link.look] }
            let status = try #require(await stage.registry.links(.push, path).first)
            #expect(status.state == .waiting && status.lastError == nil)
            await stage.registry.noteLive(path)
            try await stage.until("a connection") { stage.connector.open == [1] }
            await stage.registry.stop()
        }
    }

    @Test func theApisLinksSurviveARestart() async throws {
        try await withFolder { folder in
            let first = LinkStage("\(folder)/state")
            await first.start([ConfiguredLink(.pull, try StreamPath("set"), LinkTarget(url))])
            let made = try await first.registry.create(.pull, path, LinkTarget(url))
            let removed = try await first.registry.create(.push, path, LinkTarget(url))
            #expect(made.id.text.utf8.count == 22 && made.id != removed.id)
            try await first.registry.remove(removed.id, .push, path)
            #expect(await first.registry.links(.push, path).isEmpty)
            await first.registry.stop()

            let second = LinkStage("\(folder)/state")
            await second.start()
            let back = try #require(await second.registry.link(made.id, .pull, path))
            #expect(back.url == url)
            #expect(back.origin == .api)
            #expect(await second.registry.links(.push, path).isEmpty)
            // What the configuration asks for is not kept.
            #expect(await second.registry.links(.pull, try StreamPath("set")).isEmpty)
            try await second.until("its connection") { second.connector.open == [0] }
            await second.registry.stop()
        }
    }

    /// One warning at the start for what is wrong with the state directory; none when all is well.
    @Test func whatIsWrongAtTheStartIsSaidOnce() async throws {
        try await withFolder { folder in
            try Data("{".utf8).write(to: URL(fileURLWithPath: "\(folder)/links.json"))
            func warnings(_ directory: String) async -> [String] {
                let lines = LogLines()
                let registry = LinkRegistry(store: LinkStore(directory: directory), logger: lines.logger)
                await registry.start([], connectors: [], isLive: { _ in false }, hasReaders: { _ in false })
                await registry.stop()
                return lines.all
            }
            let unwritable = await warnings("\(folder)/links.json/state")
            #expect(unwritable.count == 1)
            #expect(unwritable.first?.contains("warning Nothing can be kept in the state directory") == true)
            let damaged = await warnings(folder)
            #expect(damaged.count == 1)
            #expect(damaged.first?.contains("is damaged, or of another version. It was moved to") == true)
            #expect(await warnings(folder).isEmpty)
        }
    }

    /// The same failure again and again is one line; so is each connection.
    @Test func linksAreLoggedWithoutSecrets() async throws {
        try await withFolder { folder in
            let (lines, time) = (LogLines(), SteppedTime())
            let connector = ScriptedConnector(script: [.failed("No."), .failed("No."), .failed("Never.")])
            let registry = LinkRegistry(
                store: LinkStore(directory: folder), logger: lines.logger, environment: time.environment())
            await registry.start(
                [ConfiguredLink(.pull, path, LinkTarget(url))], connectors: [connector],
                isLive: { _ in false }, hasReaders: { _ in false })
            for count in 1...3 {
                try await eventually("a pause", timeout: .seconds(30)) { time.sleeps.count >= count ? true : nil }
                time.advance(by: time.sleeps[count - 1])
            }
            try await eventually("a connection", timeout: .seconds(30)) { connector.open == [3] ? true : nil }
            connector.report(3, bytes: 1)
            connector.report(3, bytes: 2)
            await registry.stop()
            let all = lines.all
            #expect(all.count { $0.contains("A link failed") } == 2)
            #expect(all.count { $0.contains("A link is connected") && $0.contains("session=session-of-call-3") } == 1)
            #expect(all.allSatisfy { $0.contains("path=live/one") && $0.contains("url=rtmp://host/app/***") })
            #expect(!all.joined().contains("secret"))
        }
    }

    @Test func refusesWhatCannotBe() async throws {
        try await withFolder { folder in
            let stage = LinkStage(folder)
            await stage.start([ConfiguredLink(.pull, path, LinkTarget(url))])
            let other = try LinkURL("rtmp://other/app/key")
            await #expect(throws: LinkError.alreadyPulled) {
                try await stage.registry.create(.pull, path, LinkTarget(other))
            }
            _ = try await stage.registry.create(.push, path, LinkTarget(url))
            _ = try await stage.registry.create(.push, path, LinkTarget(other))
            await #expect(throws: LinkError.alreadyPushed) {
                try await stage.registry.create(.push, path, LinkTarget(url))
            }
            // The connector of these tests speaks no TLS.
            await #expect(throws: LinkError.unsupported("rtmps")) {
                try await stage.registry.create(.push, path, LinkTarget(try LinkURL("rtmps://host/app/key")))
            }
            let configured = try #require(await stage.registry.links(.pull, path).first)
            await #expect(throws: LinkError.configured) {
                try await stage.registry.remove(configured.id, .pull, path)
            }
            // A link is found by its own URL only.
            await #expect(throws: LinkError.unknown) {
                try await stage.registry.remove(configured.id, .push, path)
            }
            #expect(await stage.registry.link(configured.id, .pull, try StreamPath("live/two")) == nil)
            await stage.registry.stop()
        }
    }

    @Test func thereIsAMostOfThem() async throws {
        try await withFolder { folder in
            let stage = LinkStage(folder)
            let configured = try (0..<LinkRegistry.maximumLinks).map {
                ConfiguredLink(.push, try StreamPath("p\($0)"), LinkTarget(url))
            }
            await stage.start(Array(configured.dropLast()))
            _ = try await stage.registry.create(.push, path, LinkTarget(url))
            await #expect(throws: LinkError.tooMany) {
                try await stage.registry.create(.pull, path, LinkTarget(url))
            }
            await stage.registry.stop()
        }
    }

    /// What would not survive a restart is not made, and what cannot be forgotten stays.
    @Test func whatCannotBeKeptIsNotDone() async throws {
        try await withFolder { folder in
            let stage = LinkStage("\(folder)/state")
            await stage.start()
            let made = try await stage.registry.create(.pull, path, LinkTarget(url))
            try await stage.until("its connection") { stage.connector.open == [0] }
            try FileManager.default.removeItem(atPath: "\(folder)/state")
            try Data().write(to: URL(fileURLWithPath: "\(folder)/state"))
            await #expect(throws: LinkError.self) { try await stage.registry.create(.push, path, LinkTarget(url)) }
            #expect(await stage.registry.links(.push, path).isEmpty)
            await #expect(throws: LinkError.self) { try await stage.registry.remove(made.id, .pull, path) }
            #expect(await stage.registry.link(made.id, .pull, path) == made.connecting)
            #expect(stage.connector.calls.count == 1 && stage.connector.open == [0])
            await stage.registry.stop()
        }
    }
}

extension LinkStatus {
    /// The same link, in its first attempt.
    fileprivate var connecting: LinkStatus {
        var status = self
        status.state = .connecting
        status.attempts = 1
        return status
    }
}
