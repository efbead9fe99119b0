import RTSP
import RTSPGateway
import SFU
import Synchronization
import Testing

@testable import Server

/// Links over RTSP, without a gateway behind them.
@Suite struct RTSPConnectorTests {
    private func run(
        _ direction: LinkDirection, _ target: LinkTarget, failing error: RTSPLinkError? = nil
    ) async throws -> (link: RTSPLink?, progress: [LinkProgress], failure: LinkFailure?) {
        let links = Mutex<[RTSPLink]>([])
        let seen = Mutex<[LinkProgress]>([])
        let connector = RTSPConnector { (link, progress) throws(RTSPLinkError) in
            links.withLock { $0.append(link) }
            progress(RTSPLinkProgress(session: "session", bytes: 7, packets: 2))
            if let error { throw error }
        }
        let path = try StreamPath("live/one")
        var failure: LinkFailure?
        do throws(LinkFailure) {
            switch direction {
            case .push: try await connector.push(path, to: target) { progress in seen.withLock { $0.append(progress) } }
            case .pull:
                try await connector.pull(path, from: target) { progress in seen.withLock { $0.append(progress) } }
            }
        } catch {
            failure = error
        }
        return (links.withLock(\.first), seen.withLock(\.self), failure)
    }

    @Test(arguments: [
        (LinkTransport.auto, RTSPLink.Preference.auto), (.tcp, .tcp), (.udp, .udp),
    ])
    func aLinkIsHandedOn(_ transport: LinkTransport, _ preference: RTSPLink.Preference) async throws {
        let url = try LinkURL("rtsp://user:secret@camera:8554/stream1?x=y")
        let (link, progress, failure) = try await run(.pull, LinkTarget(url, LinkOptions(transport: transport)))
        #expect(link?.direction == .pull)
        #expect(link?.path.text == "live/one")
        #expect(link?.url.host == "camera" && link?.url.port == 8554)
        #expect(link?.url.credentials == RTSPCredentials(user: "user", password: "secret"))
        #expect(link?.transport == preference)
        #expect(link?.verifiesCertificate == true)
        #expect(progress == [LinkProgress(session: "session", bytes: 7)])
        #expect(failure == nil)
        #expect(try await run(.push, LinkTarget(url)).link?.direction == .push)
    }

    @Test func failuresAreSentences() async throws {
        let target = LinkTarget(try LinkURL("rtsps://camera/1"))
        #expect(try await run(.push, target, failing: .nothingLive).failure == .nothingLive)
        #expect(
            try await run(.pull, target, failing: .refused("404 Not Found")).failure
                == .failed("The server refused: 404 Not Found."))
        #expect(
            try await run(.pull, target, failing: .unavailable("No.")).failure == .failed("No."))
    }

    @Test func speaksRTSPAlone() {
        let connector = RTSPConnector { (_, _) throws(RTSPLinkError) in }
        #expect(connector.schemes == [.rtsp, .rtsps])
    }
}
