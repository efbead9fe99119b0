import Foundation
import Glibc
import Synchronization

/// The Chrome DevTools Protocol over a socket: JSON messages that end with a zero byte, as Chromium speaks them with
/// `--remote-debugging-pipe`. Commands are answered by number; events go to the session (the page) they belong to.
final class DevToolsConnection: Sendable {
    /// An event: its method and its parameters.
    typealias Listener = @Sendable (String, JSON) -> Void

    private struct State {
        var lastCommand = 0
        var pending: [Int: CheckedContinuation<JSON, any Error>] = [:]
        var listeners: [String: Listener] = [:]
        var isClosed = false
    }

    private let descriptor: Int32
    private let state = Mutex(State())

    /// Takes over a connected stream socket.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        Thread.detachNewThread { [self] in receive() }
    }

    func setListener(session: String, _ listener: Listener?) {
        state.withLock { $0.listeners[session] = listener }
    }

    /// Sends a command and waits for its result.
    /// - Parameter session: the page it is for; nil for the browser.
    @discardableResult
    func send(
        _ method: String, _ parameters: JSON = [:], session: String? = nil, timeout: Duration = .seconds(30)
    ) async throws -> JSON {
        let number = state.withLock { state in
            state.lastCommand += 1
            return state.lastCommand
        }
        var message: [String: JSON] = ["id": .number(Double(number)), "method": .string(method), "params": parameters]
        message["sessionId"] = session.map(JSON.string)
        let bytes = try JSONEncoder().encode(JSON.object(message)) + [0]
        let patience = Task { [self] in
            try await Task.sleep(for: timeout)
            complete(number, with: .failure(TimedOut("Chromium answers \(method)", after: timeout)))
        }
        defer { patience.cancel() }
        return try await withCheckedThrowingContinuation { continuation in
            let isSent = state.withLock { state in
                guard !state.isClosed, write(bytes) else { return false }
                state.pending[number] = continuation
                return true
            }
            if !isSent { continuation.resume(throwing: TestFailure("\(method): Chromium has gone")) }
        }
    }

    /// False when Chromium has closed its end; that must not raise SIGPIPE.
    private func write(_ bytes: Data) -> Bool {
        var rest = [UInt8](bytes)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return false }
            rest = rest.dropFirst(written)
        }
        return true
    }

    /// On a thread of its own, until Chromium closes its end.
    private func receive() {
        var unfinished = Data()
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            unfinished.append(contentsOf: chunk[..<count])
            while let end = unfinished.firstIndex(of: 0) {
                dispatch(Data(unfinished[..<end]))
                unfinished = Data(unfinished[(end + 1)...])
            }
        }
        let abandoned = state.withLock { state in
            state.isClosed = true
            defer { state.pending = [:] }
            return state.pending.values
        }
        Glibc.close(descriptor)
        for continuation in abandoned { continuation.resume(throwing: TestFailure("Chromium has gone")) }
    }

    private func dispatch(_ bytes: Data) {
        guard let message = try? JSONDecoder().decode(JSON.self, from: bytes) else { return }
        if let number = message["id"].number {
            let error = message["error"]["message"].string
            complete(Int(number), with: error.map { .failure(TestFailure($0)) } ?? .success(message["result"]))
        } else if let session = message["sessionId"].string, let method = message["method"].string {
            state.withLock { $0.listeners[session] }?(method, message["params"])
        }
    }

    private func complete(_ number: Int, with result: Result<JSON, any Error>) {
        state.withLock { $0.pending.removeValue(forKey: number) }?.resume(with: result)
    }
}
