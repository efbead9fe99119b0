import NIOCore

extension RTSPGateway {
    /// Connects a link once, and returns when its stream is over, here or there. What the server refuses in part is tried
    /// another way at once: the other transport, fewer tracks, and a redirect on the same host, which is followed once.
    /// Cancelling the task ends the session there.
    /// - Parameter progress: called when media begins to flow, and about once a second while it does; on an event loop.
    package func run(
        _ link: RTSPLink, progress: @escaping @Sendable (RTSPLinkProgress) -> Void
    ) async throws(RTSPLinkError) {
        try await run(link, timing: LinkTiming(), progress: progress)
    }

    func run(
        _ link: RTSPLink, timing: LinkTiming, progress: @escaping @Sendable (RTSPLinkProgress) -> Void
    ) async throws(RTSPLinkError) {
        var plan = try LinkPlan(
            link, known: services.linkMemory[link], hasDatagrams: services.datagrams != nil)
        while true {
            switch await attempt(plan, timing, progress: progress) {
            case .streamEnded:
                return
            case .failed(let error):
                throw error
            case .redirected(let text):
                guard plan.redirect(to: text) else { throw .redirected }
            case .transportFailed(let error):
                guard plan.changeTransport() else {
                    services.linkMemory.forget(link)
                    throw error
                }
                services.linkMemory.remember(plan.transport, for: link)
            case .trackRefused(let track, _):
                // One less each time, and one remains.
                plan.omit(track: track)
            }
        }
    }

    private func attempt(
        _ plan: LinkPlan, _ timing: LinkTiming, progress: @escaping @Sendable (RTSPLinkProgress) -> Void
    ) async -> LinkOutcome {
        let attempt = LinkAttempt(plan.link, services: services, eventLoop: eventLoops.next())
        guard let attempt else { return .failed(.cancelled) }
        return await withTaskCancellationHandler {
            attempt.start(plan, timing: timing, groups: groups, progress: progress)
            return (try? await attempt.outcome.futureResult.get()) ?? .failed(.cancelled)
        } onCancel: {
            attempt.end(.failed(.cancelled))
        }
    }
}
