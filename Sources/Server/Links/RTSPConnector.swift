import RTSP
import RTSPGateway
import SFU

/// Links over RTSP and RTSPS.
struct RTSPConnector: LinkConnector {
    /// Connects once; that of the gateway.
    let run: @Sendable (RTSPLink, @escaping @Sendable (RTSPLinkProgress) -> Void) async throws(RTSPLinkError) -> Void

    let schemes: Set<LinkScheme> = [.rtsp, .rtsps]

    func push(
        _ path: StreamPath, to target: LinkTarget, progress: @escaping @Sendable (LinkProgress) -> Void
    ) async throws(LinkFailure) {
        try await connect(.push, path, target, progress)
    }

    func pull(
        _ path: StreamPath, from target: LinkTarget, progress: @escaping @Sendable (LinkProgress) -> Void
    ) async throws(LinkFailure) {
        try await connect(.pull, path, target, progress)
    }

    private func connect(
        _ direction: RTSPLink.Direction, _ path: StreamPath, _ target: LinkTarget,
        _ progress: @escaping @Sendable (LinkProgress) -> Void
    ) async throws(LinkFailure) {
        guard let url = RTSPURL(target.url.text) else { throw .failed("The URL is none of RTSP.") }
        let link = RTSPLink(
            direction, path, url: url, transport: RTSPLink.Preference(target.options.transport))
        do throws(RTSPLinkError) {
            try await run(link) { progress(LinkProgress(session: $0.session, bytes: $0.bytes)) }
        } catch {
            throw error == .nothingLive ? .nothingLive : .failed("\(error)")
        }
    }
}

extension RTSPLink.Preference {
    fileprivate init(_ transport: LinkTransport) {
        self =
            switch transport {
            case .auto: .auto
            case .tcp: .tcp
            case .udp: .udp
            }
    }
}
