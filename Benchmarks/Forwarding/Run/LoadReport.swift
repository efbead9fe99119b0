import Foundation

/// What of the report of `turnout load --json` is needed here.
struct LoadReport: Decodable {
    var publishers: Role
    var viewers: Viewers
    var latencyMs: Spread?
    var server: Server?
    var errors: [String]

    struct Role: Decodable {
        var asked: Int
        var joined: Int
    }

    struct Viewers: Decodable {
        var asked: Int
        var joined: Int
        var lossPercent: Double
    }

    struct Spread: Decodable {
        var p99: Double
    }

    struct Server: Decodable {
        var rssMib: Double
        var rssKibPerViewer: Double?
    }

    init(json: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            self = try decoder.decode(LoadReport.self, from: Data(json.utf8))
        } catch {
            throw ForwardingError.wrong("turnout load said no report, but: \(json.prefix(200))")
        }
    }

    /// - Throws: ``ForwardingError`` when somebody is missing.
    func figures(adding window: Window) throws(ForwardingError) -> ServerFigures {
        guard publishers.joined == publishers.asked, viewers.joined == viewers.asked, let server else {
            throw .wrong("not everybody joined: \(errors.first ?? "the load tool does not say why")")
        }
        return ServerFigures(
            cpuUsPerPacket: try window.cpuUsPerPacket(), callsPerThousandPackets: window.callsPerThousandPackets,
            transitP99Ms: window.transitP99Ms, latencyP99Ms: latencyMs?.p99, memoryMib: server.rssMib,
            memoryKibPerViewer: server.rssKibPerViewer, lossPercent: viewers.lossPercent,
            cipherEngine: window.cipherEngine)
    }
}
