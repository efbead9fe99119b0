import Foundation

/// What ffprobe says about a file or a stream.
package struct MediaProbe: Sendable {
    package struct Packet: Sendable, Equatable {
        /// `video` or `audio`.
        package let kind: String
        /// Seconds.
        package let pts: Double
        /// Seconds.
        package let dts: Double
        package let isKeyframe: Bool
        /// Of the payload.
        package let hash: String
    }

    /// Each as ffprobe describes it: `codec_type`, `codec_name`, `width`...
    package let streams: [JSON]
    /// In the order of their arrival.
    package let packets: [Packet]

    /// Reads a file to its end, or a stream for some seconds, by Debian's ffprobe.
    /// - Parameters:
    ///   - start: where to seek to first, in seconds.
    ///   - options: stand before the input.
    ///   - timeout: how long ffprobe may take.
    package init(
        _ input: String, from start: Double? = nil, seconds: Double? = nil, options: [String] = [],
        timeout: Duration = .seconds(45)
    ) async throws {
        let directory = try TemporaryDirectory("probe")
        let report = directory.url.appending(path: "report.json")
        var arguments = ["-v", "error", "-show_streams", "-show_packets", "-show_data_hash", "md5", "-of", "json"]
        if let seconds { arguments += ["-read_intervals", "\(start.map { "\($0)" } ?? "")%+\(seconds)"] }
        let ffprobe = try ChildProcess.launch(
            "/usr/bin/ffprobe", arguments + ["-o", report.path] + options + ["-i", input])
        do {
            let ending = try await ffprobe.waitUntilEnd(timeout: timeout)
            guard ending == .exited(code: 0) else { throw TestFailure("ffprobe \(ending)") }
            let json = try JSONDecoder().decode(JSON.self, from: Data(contentsOf: report))
            streams = json["streams"].array ?? []
            packets = (json["packets"].array ?? []).compactMap(Packet.init)
        } catch {
            await ffprobe.end()
            throw TestFailure("\(error); of \(input) ffprobe said: \(ffprobe.output.suffix(3000))")
        }
    }

    /// The first stream of a kind; null when there is none.
    package func stream(_ kind: String) -> JSON {
        streams.first { $0["codec_type"].string == kind } ?? .null
    }

    /// The packets of a kind, in the order of their arrival.
    package func packets(_ kind: String) -> [Packet] {
        packets.filter { $0.kind == kind }
    }
}

extension MediaProbe.Packet {
    /// Nil without both timestamps.
    fileprivate init?(_ json: JSON) {
        guard let pts = json["pts_time"].string.flatMap(Double.init),
            let dts = json["dts_time"].string.flatMap(Double.init)
        else { return nil }
        self.init(
            kind: json["codec_type"].string ?? "", pts: pts, dts: dts,
            isKeyframe: json["flags"].string?.hasPrefix("K") == true, hash: json["data_hash"].string ?? "")
    }
}
