import FramePlane
import SFU

/// What derived tracks cost, in the Prometheus text exposition format, version 0.0.4.
enum DerivedTrackMetrics {
    static func render(_ streams: [FrameStreamSummary]) -> String {
        var seconds: [Key: Double] = [:]
        for stream in streams {
            for track in stream.derived {
                seconds[Key(path: stream.path.text, codec: track.codec.apiName), default: 0] +=
                    track.cpuTime / .seconds(1)
            }
        }
        let lines = seconds.sorted { $0.key < $1.key }.map { key, seconds in
            // Paths are safe in labels by `StreamPath`'s own rules.
            "turnout_derived_cpu_seconds_total{path=\"\(key.path)\",codec=\"\(key.codec)\"} \(seconds)\n"
        }
        return """
            # HELP turnout_derived_cpu_seconds_total CPU time of the derived tracks that there are now.
            # TYPE turnout_derived_cpu_seconds_total counter

            """ + lines.joined()
    }

    private struct Key: Hashable, Comparable {
        var path: String
        var codec: String

        static func < (one: Key, other: Key) -> Bool { (one.path, one.codec) < (other.path, other.codec) }
    }
}
