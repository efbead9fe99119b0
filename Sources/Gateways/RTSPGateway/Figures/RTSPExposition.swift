/// The gateway's figures in the Prometheus text exposition format, version 0.0.4. Labels name paths and roles, never sessions:
/// their number has no bound.
import GatewaySupport

enum RTSPExposition {
    static func render(_ summaries: [RTSPSessionSummary], _ sessions: RTSPSessions) -> String {
        var page = ""
        head("turnout_rtsp_connections", "RTSP connections, our own to other servers included.", "gauge", &page)
        page += "turnout_rtsp_connections \(sessions.count)\n"
        head("turnout_rtsp_sessions", "RTSP sessions that publish or play, by path and role.", "gauge", &page)
        let groups = Dictionary(grouping: summaries) { Label(path: $0.path, role: $0.role) }
        for (label, members) in groups.sorted(by: { $0.key < $1.key }) {
            // Paths are safe in labels by `StreamPath`'s own rules.
            page +=
                "turnout_rtsp_sessions{path=\"\(label.path)\",role=\"\(label.role.rawValue)\"} \(members.count)\n"
        }
        let lost = Dictionary(grouping: summaries) { $0.path }.mapValues { $0.reduce(0) { $0 &+ $1.lost } }
        head(
            "turnout_rtsp_lost_packets", "RTP packets lost by the sessions there are, either way, by path.", "gauge",
            &page)
        for (path, count) in lost.sorted(by: { $0.key < $1.key }) {
            page += "turnout_rtsp_lost_packets{path=\"\(path)\"} \(count)\n"
        }
        for counter in counters {
            let name = "turnout_rtsp_\(counter.name)_total"
            head(name, counter.help, "counter", &page)
            page += "\(name) \(counter.value(sessions.counters))\n"
        }
        return page
    }

    private struct Label: Hashable, Comparable {
        var path: String
        var role: RTSPSessionRole

        static func < (one: Label, other: Label) -> Bool {
            (one.path, one.role.rawValue) < (other.path, other.role.rawValue)
        }
    }

    private static func head(_ name: String, _ help: String, _ type: String, _ page: inout String) {
        page += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    /// A counter: the name it has between `turnout_rtsp_` and `_total`, and where its value comes from.
    private struct Counter: Sendable {
        let name: String
        let help: String
        let value: @Sendable (RTSPCounters) -> UInt64

        init(_ name: String, _ help: String, _ value: @escaping @Sendable (RTSPCounters) -> UInt64) {
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
        Counter("requests_refused", "Requests that were refused.") { $0.requestsRefused.figure },
        Counter("faulty_peers", "Connections closed for what their bytes said.") { $0.faultyPeers.figure },
        Counter("slow_players_closed", "Players closed because they took too little.") {
            $0.slowPlayersClosed.figure
        },
        Counter("publishers", "Publishers that were let in.") { $0.publishers.figure },
        Counter("players", "Players that were let in.") { $0.players.figure },
        Counter("received_bytes", "Bytes from peers by TCP.") { $0.bytesReceived.figure },
        Counter("sent_bytes", "Bytes given out to peers by TCP.") { $0.bytesSent.figure },
        Counter("received_packets", "RTP packets of publishers.") { $0.packetsReceived.figure },
        Counter("stamped_packets", "RTP packets made ready for players, once for all of them.") {
            $0.packetsStamped.figure
        },
        Counter("dropped_packets", "RTP packets that players were too slow for.") { $0.packetsDropped.figure },
        Counter("strange_datagrams", "Datagrams from addresses that no session agreed on.") {
            $0.datagramsOfStrangers.figure
        },
    ]
}
