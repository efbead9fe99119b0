import NIOCore
import NIOPosix
import Net
import SFU
import Synchronization
import WebRTCGateway

/// A WebRTC side of the tests' own: opens a session for any offer, and does as it is told otherwise.
final class FakeBroker: SessionBroker {
    struct State {
        var refusal: SessionError?
        var sessions: [SessionID: SessionSummary] = [:]
        var endings: [SessionID: SessionEnding] = [:]
        var requests: [SessionRequest] = []
        /// The event loop whose thread asked for each session; nil for any other thread.
        var requestingLoops: [ObjectIdentifier?] = []
        var amendments: [(entityTag: String?, fragment: String)] = []
        var amendment: SessionAmendment = .trickled
        var streams: [StreamSummary] = []
        var isShutDown = false
    }

    private let guarded = Mutex(State())

    /// As it is now.
    var state: State { guarded.withLock(\.self) }

    func change(_ change: (inout State) -> Void) {
        guarded.withLock { change(&$0) }
    }

    func publish(_ request: SessionRequest) async throws(SessionError) -> SessionAnswer {
        try open(.publisher, request)
    }

    func play(_ request: SessionRequest) async throws(SessionError) -> SessionAnswer {
        try open(.subscriber, request)
    }

    func amend(_ id: SessionID, entityTag: String?, fragment: String) async throws(SessionError) -> SessionAmendment {
        let (refusal, amendment) = guarded.withLock { state in
            state.amendments.append((entityTag, fragment))
            return (state.refusal, state.amendment)
        }
        if let refusal { throw refusal }
        return amendment
    }

    func end(_ id: SessionID) async -> Bool {
        guarded.withLock { $0.sessions.removeValue(forKey: id) != nil }
    }

    func session(_ id: SessionID) async -> SessionSummary? {
        guarded.withLock { $0.sessions[id] }
    }

    func ending(of id: SessionID) async -> SessionEnding? {
        guarded.withLock { $0.endings[id] }
    }

    func streams() async -> [StreamSummary] {
        guarded.withLock(\.streams)
    }

    func metrics() async -> String {
        "turnout_streams 7\n"
    }

    func shutdown() async {
        guarded.withLock { $0.isShutDown = true }
    }

    private func open(_ role: SessionRole, _ request: SessionRequest) throws(SessionError) -> SessionAnswer {
        let (refusal, id) = guarded.withLock { state in
            state.requests.append(request)
            state.requestingLoops.append(MultiThreadedEventLoopGroup.currentEventLoop.map { ObjectIdentifier($0) })
            let id = SessionID(text: "session-number-\(1000 + state.requests.count)-of-fake")
            if state.refusal == nil {
                state.sessions[id] = SessionSummary(
                    id: id, path: request.path, role: role, state: "new", remote: request.remote)
            }
            return (state.refusal, id)
        }
        if let refusal { throw refusal }
        return SessionAnswer(id: id, sdp: "v=0\r\ns=answer\r\n", entityTag: "\"generation-1\"")
    }
}
