import HTTPTypes
import Synchronization

/// Counts answers by status, for `/metrics`: refused tokens are the 401s, bad offers the 400s, oversized bodies the
/// 413s.
final class ResponseCounter: Sendable {
    private let counts = Mutex<[Int: UInt64]>([:])

    func count(_ status: HTTPResponse.Status) {
        counts.withLock { $0[status.code, default: 0] += 1 }
    }

    /// In the Prometheus text format, version 0.0.4.
    var exposition: String {
        let lines = counts.withLock(\.self).sorted { $0.key < $1.key }.map { code, count in
            "turnout_http_responses_total{code=\"\(code)\"} \(count)\n"
        }
        return
            "# HELP turnout_http_responses_total HTTP answers by status.\n# TYPE turnout_http_responses_total counter\n"
            + lines.joined()
    }
}
