import Foundation
import SFU
import TestSupport
import Testing

@testable import Server

/// Pulls on demand: connected while somebody wants their stream.
@Suite struct LinkDemandTests {
    private let path: StreamPath
    private let url: LinkURL

    init() throws {
        path = try StreamPath("live/one")
        url = try LinkURL("rtmp://host/app/key")
    }

    private func link(_ closeAfter: Duration = .seconds(10)) -> ConfiguredLink {
        ConfiguredLink(.pull, path, LinkTarget(url, LinkOptions(isOnDemand: true, closeAfter: closeAfter)))
    }

    private func state(_ stage: LinkStage) async -> LinkState? {
        await stage.registry.links(.pull, path).first?.state
    }

    /// Waits until it pauses: the sleep that follows is the latest one.
    private func backsOff(_ stage: LinkStage, since before: Int) async throws {
        try await stage.until("a pause") {
            guard case .backingOff = await state(stage) else { return false }
            return stage.time.sleeps.count > before
        }
    }

    /// Lets a second pass, once the link sleeps for it, and waits until it sleeps for the next, or is closed.
    private func passSecond(_ stage: LinkStage) async throws {
        let before = stage.time.sleeps.count { $0 == Link.demandLook }
        stage.time.advance(by: Link.demandLook)
        try await stage.until("another look") {
            stage.connector.open.isEmpty || stage.time.sleeps.count { $0 == Link.demandLook } > before
        }
    }

    /// A reader asks, the stream comes, and the reader is told.
    private func open(_ stage: LinkStage, call: Int = 0) async throws {
        async let isLive = stage.registry.ensureLive(path)
        try await stage.until("a connection") { stage.connector.open == [call] }
        stage.connector.report(call, bytes: 1)
        stage.setLive(path.text, true)
        await stage.registry.noteLive(path)
        #expect(await isLive)
        try await stage.until("a look for readers") { stage.time.sleeps.contains(Link.demandLook) }
    }

    @Test func theFirstReaderConnectsIt() async throws {
        try await withFolder { folder in
            let stage = LinkStage(folder)
            await stage.start([link()])
            try await stage.until("a wait") { stage.time.sleeps.count == 1 }
            #expect(await state(stage) == .waiting)
            // Nobody who asks for another path has to do with it, nor does the time that goes by.
            #expect(await stage.registry.ensureLive(try StreamPath("live/two")) == false)
            try await stage.passSleep(1)
            try await stage.until("another wait") { stage.time.sleeps.count == 2 }
            #expect(stage.connector.calls.isEmpty)
            // No time has to pass for the reader.
            try await open(stage)
            #expect(await state(stage) == .connected)
            // The second reader finds it live.
            #expect(await stage.registry.ensureLive(path))
            #expect(stage.connector.calls.count == 1)
            await stage.registry.stop()
            #expect(stage.connector.open.isEmpty)
        }
    }

    @Test func manyReadersConnectItOnce() async throws {
        try await withFolder { folder in
            let stage = LinkStage(folder)
            await stage.start([link()])
            let (registry, path) = (stage.registry, path)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 { group.addTask { await registry.ensureLive(path) } }
                try await stage.until("a connection") { stage.connector.open == [0] }
                stage.setLive(path.text, true)
                await registry.noteLive(path)
                for try await isLive in group { #expect(isLive) }
            }
            #expect(stage.connector.calls.count == 1)
            await registry.stop()
        }
    }

    /// They wait for ten seconds, and what they waited for is let go of when they are gone.
    @Test func readersDoNotWaitForEver() async throws {
        try await withFolder { folder in
            let stage = LinkStage(folder)
            await stage.start([link(.zero)])
            try await stage.until("a wait") { stage.time.sleeps.count == 1 }
            let (registry, path) = (stage.registry, path)
            let reader = Task { await registry.ensureLive(path) }
            try await stage.until("a connection") { stage.connector.open == [0] }
            for second in 1...10 {
                try await stage.until("a look by both") { stage.time.sleeps.count { $0 == Link.look } >= 2 }
                #expect(stage.connector.open == [0], "after \(second - 1) s")
                try await passSecond(stage)
            }
            #expect(await reader.value == false)
            for _ in 1...5 { try await passSecond(stage) }
            try await stage.until("its end") { stage.connector.open.isEmpty }
            try await stage.until("a wait") { await state(stage) == .waiting }
            #expect(await registry.links(.pull, path).first?.lastError == nil)
            await registry.stop()
        }
    }

    /// Seconds without a reader count from the last one, and from the end of what he was given to begin with.
    @Test(arguments: [10, 3])
    func itIsClosedWhenNobodyReads(_ seconds: Int) async throws {
        try await withFolder { folder in
            let stage = LinkStage(folder)
            await stage.start([link(.seconds(seconds))])
            try await open(stage)
            stage.setRead(path.text, true)
            for _ in 1...30 { try await passSecond(stage) }
            #expect(stage.connector.open == [0])
            stage.setRead(path.text, false)
            for _ in 1..<seconds { try await passSecond(stage) }
            #expect(stage.connector.open == [0])
            // Somebody reads again, just in time.
            stage.setRead(path.text, true)
            try await passSecond(stage)
            stage.setRead(path.text, false)
            for _ in 1..<seconds { try await passSecond(stage) }
            #expect(stage.connector.open == [0])
            try await passSecond(stage)
            try await stage.until("its end") { stage.connector.open.isEmpty }
            try await stage.until("a wait") { await state(stage) == .waiting }
            // And the next reader finds it again.
            stage.setLive(path.text, false)
            try await open(stage, call: 1)
            await stage.registry.stop()
        }
    }

    @Test func whoReadWhenItBrokeGetsItBack() async throws {
        try await withFolder { folder in
            let stage = LinkStage(folder)
            await stage.start([link()])
            try await open(stage)
            stage.setRead(path.text, true)
            for _ in 1...6 { try await passSecond(stage) }
            let first = stage.time.sleeps.count
            stage.connector.end(0, .failed("Gone."))
            try await backsOff(stage, since: first)
            stage.time.advance(by: .milliseconds(501))
            try await stage.until("a connection") { stage.connector.open == [1] }
            // It breaks again when nobody is left.
            stage.connector.report(1, bytes: 1)
            stage.setRead(path.text, false)
            try await stage.until("a look for readers") { stage.time.sleeps.count > first + 1 }
            let second = stage.time.sleeps.count
            stage.connector.end(1, .failed("Gone."))
            try await backsOff(stage, since: second)
            stage.time.advance(by: .seconds(2))
            try await stage.until("a wait") { await state(stage) == .waiting }
            #expect(stage.connector.calls.count == 2)
            await stage.registry.stop()
        }
    }

    /// Readers of somebody else's stream on the path do not call it.
    @Test func othersReadersAreNotItsOwn() async throws {
        try await withFolder { folder in
            let stage = LinkStage(folder, live: ["live/one"])
            await stage.start([link()])
            stage.setRead(path.text, true)
            #expect(await stage.registry.ensureLive(path))
            for count in 1...3 { try await stage.passSleep(count) }
            #expect(stage.connector.calls.isEmpty)
            await stage.registry.stop()
        }
    }

    /// Failures are tried again with pauses, while somebody waits, of five seconds at most.
    @Test func pausesAreShorterThanReadersWait() async throws {
        try await withFolder { folder in
            let stage = LinkStage(folder, script: Array(repeating: .failed("No."), count: 6))
            await stage.start([link()])
            let (registry, path, time) = (stage.registry, path, stage.time)
            let reader = Task { while !Task.isCancelled { await registry.ensureLive(path) } }
            for count in 1...6 {
                try await stage.until("pause \(count)") {
                    guard stage.connector.calls.count == count else {
                        time.advance(by: .milliseconds(100))
                        return false
                    }
                    return true
                }
            }
            #expect(time.sleeps.contains { $0 > .milliseconds(3_900) && $0 < .milliseconds(4_100) })
            #expect(time.sleeps.contains(.seconds(5)))
            #expect(time.sleeps.allSatisfy { $0 <= .seconds(5) })
            reader.cancel()
            await registry.stop()
            await reader.value
        }
    }

    @Test func whoWaitsWhenTheServerStopsIsLetGo() async throws {
        try await withFolder { folder in
            let stage = LinkStage(folder)
            await stage.start([link()])
            let (registry, path) = (stage.registry, path)
            let reader = Task { await registry.ensureLive(path) }
            try await stage.until("a connection") { stage.connector.open == [0] }
            await registry.stop()
            #expect(await reader.value == false)
        }
    }

    @Test func demandSurvivesARestart() async throws {
        try await withFolder { folder in
            let options = LinkOptions(transport: .tcp, isOnDemand: true, closeAfter: .milliseconds(2_500))
            let first = LinkStage(folder)
            await first.start()
            let made = try await first.registry.create(.pull, path, LinkTarget(url, options))
            #expect(made.options == options)
            await first.registry.stop()
            let second = LinkStage(folder)
            await second.start()
            #expect(await second.registry.link(made.id, .pull, path)?.options == options)
            try await second.until("a wait") { second.time.sleeps.count == 1 }
            #expect(second.connector.calls.isEmpty)
            await second.registry.stop()
        }
    }

    /// A viewer by WHEP waits like any other reader, if it may watch; a publisher does not.
    @Test func viewersWaitForIt() async throws {
        let yaml = "users: [{name: viewer, secret: view-secret, may: [play: live/*]}]\ntrust_loopback: false"
        try await withFolder { folder in
            let stage = LinkStage(folder)
            await stage.start([link()])
            try await withServer(yaml: yaml, links: stage.registry) { client, broker in
                let fields = ["Content-Type: application/sdp"]
                let refused = try await client.request("POST", "/live/one/whep", fields, body: "v=0")
                #expect(refused.status == 401)
                let known = fields + ["Authorization: Bearer view-secret"]
                #expect(try await client.request("POST", "/live/one/whip", known, body: "v=0").status == 403)
                #expect(stage.connector.calls.isEmpty)
                async let answer = client.request("POST", "/live/one/whep", known, body: "v=0")
                try await stage.until("a connection") { stage.connector.open == [0] }
                #expect(broker.state.requests.isEmpty)
                stage.setLive(path.text, true)
                await stage.registry.noteLive(path)
                #expect(try await answer.status == 201)
                #expect(broker.state.requests.count == 1)
            }
            await stage.registry.stop()
        }
    }

    /// A file that does not loop was played.
    @Test func aFileEnds() async throws {
        try await withFolder { folder in
            let stage = LinkStage(folder, script: [.failed("No such file."), nil])
            let file = try #require(LinkURL(file: "film.mp4"))
            await stage.start([ConfiguredLink(.pull, path, LinkTarget(file))])
            try await stage.passSleep(1)
            try await stage.until("its end") { await state(stage) == .ended }
            #expect(stage.connector.calls.map(\.url) == ["film.mp4", "film.mp4"])
            #expect(stage.time.sleeps.count == 1)
            await stage.registry.stop()
        }
    }
}
