import Foundation

extension LoadReport {
    /// A table for people.
    package var text: String {
        var lines: [String] = []
        if publishers.asked > 0 { lines += publisherLines }
        if viewers.asked > 0 { lines += viewerLines }
        if let latencyMs {
            lines.append(Self.line("latency", "\(Self.spread(latencyMs)) (\(Self.grouped(latencyMs.count)) packets)"))
        }
        if let server { lines += Self.lines(of: server) }
        lines.append(Self.line("this tool", Self.cpu(tool.cpuPercent, tool.cpuUsPerPacket)))
        if tool.failedSends > 0 {
            lines.append(Self.line("", "\(Self.grouped(tool.failedSends)) datagrams were not taken by its own system"))
        }
        lines += errors.prefix(Self.shownErrors).map { "error: \($0)" }
        if errors.count > Self.shownErrors { lines.append("error: and \(errors.count - Self.shownErrors) more") }
        guard seconds > 0 else { return (lines + ["FAILED, nothing was measured"]).joined(separator: "\n") }
        let ending = interrupted ? "interrupted after" : "measured for"
        lines.append("\(passed ? "passed" : "FAILED"), \(ending) \(Self.decimal(seconds, 1)) s")
        return lines.joined(separator: "\n")
    }

    private var publisherLines: [String] {
        let media =
            "\(codec), \(Self.decimal(Double(bitrate) / 1e6, 2)) Mbit/s, \(fps) frames/s, "
            + (paced ? "paced" : "in bursts")
        var lines = [
            Self.line("publishers", "\(publishers.joined) of \(publishers.asked) joined; \(media)"),
            Self.line(
                "  sent",
                "\(Self.grouped(publishers.packets)) packets, \(Self.grouped(publishers.frames)) frames, "
                    + "\(publishers.keyframes) keyframes (asked for \(publishers.keyframeRequests) times)"),
        ]
        guard publishers.joined > 0 else { return Array(lines.prefix(1)) }
        if publishers.packetsAskedAgain > 0 {
            lines.append(
                Self.line(
                    "  sent again",
                    "\(Self.grouped(publishers.packetsSentAgain)) of \(Self.grouped(publishers.packetsAskedAgain)) packets"
                )
            )
        }
        return lines + Self.lines(of: publishers.joinMs)
    }

    private var viewerLines: [String] {
        var lines = [
            Self.line("viewers", "\(viewers.joined) of \(viewers.asked) joined\(protection.map { "; \($0)" } ?? "")"),
            Self.line(
                "  received",
                "\(Self.grouped(viewers.packetsExpected - viewers.packetsLost)) of "
                    + "\(Self.grouped(viewers.packetsExpected)) packets; measured "
                    + "\(Self.grouped(Int(viewers.packetsPerSecond))) packets/s, "
                    + "\(Self.decimal(viewers.bitsPerSecond / 1e6, 1)) Mbit/s"),
            Self.line(
                "  lost",
                "\(Self.grouped(viewers.packetsLost)) packets (\(Self.decimal(viewers.lossPercent, 3)) %), "
                    + (viewers.framesExpected > 0
                        ? "\(Self.grouped(viewers.framesLost)) of \(Self.grouped(viewers.framesExpected)) frames"
                        : "frames unknown")),
        ]
        guard viewers.joined > 0 else { return Array(lines.prefix(1)) }
        let rarities = [
            (viewers.packetsDropped, "packets thrown away on purpose"), (viewers.packetsRepaired, "packets repaired"),
            (viewers.packetsDuplicate, "packets came twice"),
            (viewers.packetsRefused, "datagrams could not be decrypted"),
            (viewers.withoutMarks, "viewers got packets that are not ours, or cut anew: loss by sequence numbers"),
        ]
        for (count, what) in rarities where count > 0 { lines.append(Self.line("", "\(Self.grouped(count)) \(what)")) }
        return lines + Self.lines(of: viewers.joinMs)
    }

    private static func lines(of joins: Joins) -> [String] {
        let steps = [
            ("answer", joins.answer), ("ICE", joins.ice), ("DTLS", joins.dtls), ("first packet", joins.firstPacket),
            ("first keyframe", joins.firstKeyframe),
        ]
        return steps.compactMap { name, times in times.map { line("  \(name)", "\(spread($0)) after the POST") } }
    }

    private static func lines(of server: Server) -> [String] {
        let pids = server.pids.map(String.init).joined(separator: ", ")
        let memory = server.rssKibPerViewer.map { ", \(decimal($0, 0)) KiB a viewer" } ?? ""
        return [
            line("server", "process \(pids): \(cpu(server.cpuPercent, server.cpuUsPerPacket))"),
            line("", "\(decimal(server.rssMib, 1)) MiB of memory\(memory)"),
        ]
    }

    private static func cpu(_ percent: Double, _ microseconds: Double?) -> String {
        "\(decimal(percent, 1)) % of a core" + (microseconds.map { ", \(decimal($0, 2)) µs a packet received" } ?? "")
    }

    private static func spread(_ times: Spread) -> String {
        "p50 \(decimal(times.p50, 2)) ms, p99 \(decimal(times.p99, 2)) ms, max \(decimal(times.max, 2)) ms"
    }

    private static func line(_ name: String, _ text: String) -> String {
        name.padding(toLength: max(18, name.count), withPad: " ", startingAt: 0) + text
    }

    static func decimal(_ value: Double, _ places: Int) -> String {
        String(format: "%.\(places)f", value)
    }

    /// With a comma between thousands.
    static func grouped(_ number: Int) -> String {
        var groups: [String] = []
        var rest = Substring("\(abs(number))")
        while rest.count > 3 {
            groups.insert(String(rest.suffix(3)), at: 0)
            rest = rest.dropLast(3)
        }
        return (number < 0 ? "-" : "") + ([String(rest)] + groups).joined(separator: ",")
    }

    private static let shownErrors = 10
}
