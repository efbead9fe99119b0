import Foundation
import Net
import RTSPGateway

extension ConfigurationRules {
    /// What the settings of RTSP must hold together.
    var rtspProblems: [ConfigurationProblem] {
        rtspPortProblems + multicastProblems + fileProblems
    }

    private var rtspPortProblems: [ConfigurationProblem] {
        let rtsp = configuration.rtsp
        guard rtsp.enabled else { return [] }
        var found: [ConfigurationProblem] = []
        if configuration.http.isSecureListenerWanted, rtsp.port == rtsp.tlsPort, rtsp.port != 0 {
            found.append(problem("rtsp.tls_port", "must differ from rtsp.port, which is \(rtsp.port) too"))
        }
        if rtsp.transports.isEmpty {
            found.append(problem("rtsp.transports", "must name one at least; rtsp.enabled: false switches RTSP off"))
        }
        for (key, port) in [("rtsp.rtp_port", rtsp.rtpPort), ("rtsp.multicast_port", rtsp.multicastPort)]
        where !port.isMultiple(of: 2) {
            found.append(problem(key, "must be even: RTP has an even port, and RTCP the next one (RFC 3550 §11)"))
        }
        if rtsp.transports.contains(.multicast), rtsp.multicastPort == rtsp.rtpPort {
            found.append(problem("rtsp.multicast_port", "must differ from rtsp.rtp_port, which is \(rtsp.rtpPort) too"))
        }
        let workers = configuration.webrtc.port..<configuration.webrtc.port + max(1, configuration.webrtc.workers)
        if rtsp.rtpPort != 0, workers.overlaps(rtsp.rtpPort..<rtsp.rtpPort + 2) {
            found.append(problem("rtsp.rtp_port", "is, or is right before, a port of webrtc.port, both UDP"))
        }
        return found
    }

    private var multicastProblems: [ConfigurationProblem] {
        let group = configuration.rtsp.multicastGroup
        // 224.0.0.0/24 stays on its link, for protocols of routing (RFC 5771 §4).
        guard group.isIPv4, group.v4Bits >> 28 == 0xE, group.v4Bits >> 8 != 0xE0_0000 else {
            return [problem("rtsp.multicast_group", "must be an IPv4 multicast address, 224.0.1.0...239.255.255.0")]
        }
        guard group.v4Bits & 0xFF == 0 else {
            return [problem("rtsp.multicast_group", "must end in .0: the groups are the 256 from there on")]
        }
        return []
    }

    private var fileProblems: [ConfigurationProblem] {
        let folder = configuration.rtsp.files
        if folder.isEmpty {
            guard let path = configuration.paths.first(where: { $0.source != nil }) else { return [] }
            return [
                problem("paths", "the source of \(path.pattern.text) is a file, which needs the folder in rtsp.files")
            ]
        }
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isDirectory), isDirectory.boolValue else {
            return [problem("rtsp.files", "there is no folder \(folder)")]
        }
        guard FileManager.default.isReadableFile(atPath: folder) else {
            return [problem("rtsp.files", "the folder \(folder) cannot be read")]
        }
        return []
    }
}
