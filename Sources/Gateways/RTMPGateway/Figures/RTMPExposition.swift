/// The gateway's figures in the Prometheus text exposition format, version 0.0.4. Labels name paths and roles, never sessions:
/// their number has no bound.
import GatewaySupport

enum RTMPExposition {
    static func render(_ summaries: [RTMPSessionSummary], _ sessions: RTMPSessions) -> String {
        var page = ""
        head("turnout_rtmp_connections", "RTMP connections, our own to other servers included.", "gauge", &page)
        page += "turnout_rtmp_connections \(sessions.count)\n"
        head("turnout_rtmp_sessions", "RTMP sessions that publish or play, by path and role.", "gauge", &page)
        let groups = Dictionary(grouping: summaries) { Label(path: $0.path, role: $0.role) }
        for (label, members) in groups.sorted(by: { $0.key < $1.key }) {
            // Paths are safe in labels by `StreamPath`'s own rules.
            page +=
                "turnout_rtmp_sessions{path=\"\(label.path)\",role=\"\(label.role.rawValue)\"} \(members.count)\n"
        }
        for counter in counters {
            let name = "turnout_rtmp_\(counter.name)_total"
            head(name, counter.help, "counter", &page)
            page += "\(name) \(counter.value(sessions.counters))\n"
        }
        return page
    }

    private struct Label: Hashable, Comparable {
        var path: String
        var role: RTMPSessionRole

        static func < (one: Label, other: Label) -> Bool {
            (one.path, one.role.rawValue) < (other.path, other.role.rawValue)
        }
    }

    private static func head(_ name: String, _ help: String, _ type: String, _ page: inout String) {
        page += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    /// A counter: the name it has between `turnout_rtmp_` and `_total`, and where its value comes from.
    private struct Counter: Sendable {
        let name: String
        let help: String
        let value: @Sendable (RTMPCounters) -> UInt64

        init(_ name: String, _ help: String, _ value: @escaping @Sendable (RTMPCounters) -> UInt64) {
            self.name = name
            self.help = help
            self.value = value
        }
    }

    private static let counters = [
        Counter("connections", "Connections of clients that were accepted.") { $0.connections.figure },
        Counter("connections_refused", "Connections refused because there were too many.") {
            $0.connectionsRefused.figure
        },
        Counter("requests_refused", "Wishes to publish or play that were refused.") { $0.requestsRefused.figure },
        Counter("faulty_peers", "Connections closed for what their bytes said.") { $0.faultyPeers.figure },
        Counter("slow_players_closed", "Players closed because they took too little.") {
            $0.slowPlayersClosed.figure
        },
        Counter("publishers", "Publishers that were let in.") { $0.publishers.figure },
        Counter("players", "Players that were let in.") { $0.players.figure },
        Counter("received_bytes", "Bytes from peers.") { $0.bytesReceived.figure },
        Counter("sent_bytes", "Bytes given out to peers.") { $0.bytesSent.figure },
        Counter("received_frames", "Frames of publishers.") { $0.framesReceived.figure },
        Counter("unusable_frames", "Frames and tags of publishers that could not be used.") {
            $0.framesUnusable.figure
        },
        Counter("muxed_frames", "Frames brought into the form that players get, once for all of them.") {
            $0.framesMuxed.figure
        },
        Counter("dropped_frames", "Frames that players and servers were too slow for.") { $0.framesDropped.figure },
    ]
}
