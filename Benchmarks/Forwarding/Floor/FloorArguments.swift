import Foundation
import SRTP

/// A traffic as arguments of `turnout-bench floor`.
package enum FloorArguments {
    package static func of(_ traffic: Traffic) -> [String] {
        let cipher = traffic.profile == .aes128CMHMACSHA1_80 ? "sha1" : "gcm"
        return [
            "--viewers", "\(traffic.viewers)", "--publishers", "\(traffic.publishers)",
            "--bitrate", "\(traffic.bitrate)", "--profile", cipher,
        ] + (traffic.isPaced ? ["--paced"] : [])
    }
}

/// The program that runs.
package enum OwnProgram {
    package static var path: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }
}

extension FloorFigures {
    /// One JSON object.
    package var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    package init(json: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(FloorFigures.self, from: Data(json.utf8))
    }

    /// A sentence.
    package var text: String {
        String(
            format: "%.3f µs of CPU time a packet, %.2f sending calls a 1,000 packets, %.3f %% lost, %d packets",
            cpuUsPerPacket, callsPerThousandPackets, lossPercent, packets)
    }
}
