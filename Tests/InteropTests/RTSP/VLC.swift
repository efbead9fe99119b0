import Foundation
import TestSupport
import Testing

/// Debian's VLC, which does not run as root.
enum VLC {
    /// Sets up all tracks of a stream, to come by UDP to ports that are free.
    /// - Returns: the stream's description with those ports, and what begins to play it.
    static func describe(
        _ url: String, to client: RTSPTestClient
    ) throws -> (sdp: String, begin: () throws -> Void) {
        let description = try client.request("DESCRIBE", url, [("Accept", "application/sdp")])
        let first = try freePorts(SOCK_DGRAM, count: 5)
        var port = first + first % 2
        var sections = description.body.components(separatedBy: "\r\nm=")
        for (index, control) in RTSPTestClient.controls(of: description, url).enumerated() {
            let transport = "RTP/AVP;unicast;client_port=\(port)-\(port + 1)"
            let answer = try client.request("SETUP", control, [("Transport", transport)])
            #expect(answer.status == 200)
            let words = sections[index + 1].split(separator: " ", maxSplits: 2).map(String.init)
            sections[index + 1] = "\(words[0]) \(port) \(words[2])"
            port += 2
        }
        sections[0] = sections[0].replacingOccurrences(of: "c=IN IP4 0.0.0.0", with: "c=IN IP4 127.0.0.1")
        let sdp = sections.joined(separator: "\r\nm=")
        return (
            sdp,
            {
                let answer = try client.request("PLAY", url, [("Range", "npt=0-")])
                #expect(answer.status == 200)
            }
        )
    }

    /// Decodes picture and sound for some seconds, into a file of another format, and looks what came.
    static func expectItDecodes(
        _ input: String, options: [String], in directory: TemporaryDirectory, _ begin: () throws -> Void
    ) async throws {
        let recording = directory.url.appending(path: "recording-\(UUID().uuidString).ts")
        let output = "#transcode{vcodec=mp1v,vb=2000,acodec=mpga,ab=96}:std{access=file,mux=ts,dst=\(recording.path)}"
        let arguments = ["-I", "dummy", "--no-media-library", "--network-caching", "300", "--sout", output] + options
        let program = ["/usr/bin/cvlc"] + arguments + [input, "--run-time", "6", "vlc://quit"]
        var command = ["/usr/bin/env", "HOME=\(directory.url.path)"] + program
        if geteuid() == 0 {
            chmod(directory.url.path, 0o777)
            command = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] + command
        }
        let vlc = try ChildProcess.launch(command[0], Array(command.dropFirst()))
        // So that it listens when the first packets come.
        try await Task.sleep(for: .seconds(1))
        try begin()
        try await RTMPPrograms.expectSuccess(vlc, timeout: .seconds(30))
        let decoded = try await MediaProbe(recording.path)
        #expect(decoded.stream("video")["width"] == 640 && decoded.stream("video")["height"] == 360)
        let (pictures, sounds) = (decoded.packets("video").count, decoded.packets("audio").count)
        #expect(pictures >= 60, "\(vlc.output.suffix(3000))")
        #expect(sounds >= 60, "\(vlc.output.suffix(3000))")
        printFigure(
            "VLC of \(input.split(separator: "/").last ?? ""): \(pictures) pictures, \(sounds) packets of sound")
    }
}
