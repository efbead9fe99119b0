import RTMP
import RTMPGateway
import SFU

/// Links over RTMP and RTMPS.
struct RTMPConnector: LinkConnector {
    let gateway: RTMPGateway

    let schemes: Set<LinkScheme> = [.rtmp, .rtmps]

    func push(
        _ path: StreamPath, to target: LinkTarget, progress: @escaping @Sendable (LinkProgress) -> Void
    ) async throws(LinkFailure) {
        try await run(.push, path, target.url, progress)
    }

    func pull(
        _ path: StreamPath, from target: LinkTarget, progress: @escaping @Sendable (LinkProgress) -> Void
    ) async throws(LinkFailure) {
        try await run(.pull, path, target.url, progress)
    }

    private func run(
        _ direction: RTMPLink.Direction, _ path: StreamPath, _ url: LinkURL,
        _ progress: @escaping @Sendable (LinkProgress) -> Void
    ) async throws(LinkFailure) {
        guard let place = RTMPURL(url.text) else { throw .failed("The URL is none of RTMP.") }
        do throws(RTMPLinkError) {
            try await gateway.run(RTMPLink(direction, path, url: place)) {
                progress(LinkProgress(session: $0.session, bytes: $0.bytes))
            }
        } catch {
            throw error == .nothingLive ? .nothingLive : .failed("\(error)")
        }
    }
}
