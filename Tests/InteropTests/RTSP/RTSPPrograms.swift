import Foundation
import TestSupport
import Testing

/// What a player prefers media over.
enum RTSPTransport: String, CaseIterable {
    case tcp
    case udp

    /// Options of ffmpeg, in front of the address.
    var options: [String] { ["-rtsp_transport", rawValue] }
}

/// What plays by RTSP beside the server.
enum RTSPPrograms {
    /// Expects picture and sound of a test film as they come from ffprobe, for some seconds.
    static func expectFilm(
        _ url: String, over transport: RTSPTransport, seconds: Double = 3, codecs: [String] = ["h264", "aac"],
        options: [String] = []
    ) async throws {
        let played = try await MediaProbe(url, seconds: seconds, options: transport.options + options)
        let video = played.stream("video")
        #expect(played.streams.compactMap { $0["codec_name"].string } == codecs)
        #expect(video["width"] == 640 && video["height"] == 360, "\(video["width"]) x \(video["height"])")
        let (pictures, sounds) = (played.packets("video").count, played.packets("audio").count)
        // All but what a player misses at its beginning, until it knows both timelines.
        #expect(pictures >= Int(seconds * 20), "\(pictures) pictures by \(transport)")
        #expect(codecs.count < 2 || sounds >= Int(seconds * 30), "\(sounds) packets of sound by \(transport)")
        printFigure("ffprobe by \(transport): \(pictures) pictures and \(sounds) packets of sound in \(seconds) s")
    }

    /// What GStreamer decoded.
    struct Decoded {
        var width = 0
        var height = 0
        var pictures = 0
        var sounds = 0
    }

    /// Plays and decodes by `rtspsrc ! decodebin`, and counts what comes out.
    /// - Parameters:
    ///   - protocols: those of rtspsrc: `tcp`, `udp`, `udp-mcast`.
    ///   - pictures: after how many it is ended.
    static func gstreamer(
        _ url: String, protocols: String, pictures: Int = 60, options: String = "", within namespace: [String] = []
    ) async throws -> Decoded {
        let pipeline = """
            rtspsrc location=\(url) protocols=\(protocols) latency=200 \(options) name=source \
            source. ! application/x-rtp,media=video ! decodebin ! videoconvert ! video/x-raw ! \
            fakesink name=pictures silent=false sync=false \
            source. ! application/x-rtp,media=audio ! decodebin ! audioconvert ! audio/x-raw ! \
            fakesink name=sounds silent=false sync=false async=false
            """
        let words = ["/usr/bin/gst-launch-1.0", "-v"] + pipeline.split(separator: " ").map(String.init)
        let command = namespace + words
        var program = try ChildProcess.launch(command[0], Array(command.dropFirst()))
        let decoded: Decoded
        do {
            decoded = try await eventually("GStreamer decodes", timeout: .seconds(45), every: .milliseconds(200)) {
                // When both pads come at the same time, gst-launch now and then takes one for the other.
                if program.output.contains("Delayed linking failed") {
                    await program.end()
                    program = try ChildProcess.launch(command[0], Array(command.dropFirst()))
                }
                let decoded = Decoded(program.output)
                return decoded.pictures >= pictures && decoded.sounds > pictures / 2 || program.ending != nil
                    ? decoded : nil
            }
            await program.end()
        } catch {
            await program.end()
            throw TestFailure("\(error)\nGStreamer said: \(program.output.suffix(3000))")
        }
        #expect(decoded.pictures >= pictures, "\(program.output.suffix(3000))")
        #expect(decoded.sounds > pictures / 2)
        printFigure("GStreamer by \(protocols): \(decoded.pictures) pictures, \(decoded.sounds) buffers of sound")
        return decoded
    }

    /// Reads 100 frames by OpenCV.
    static func expectOpenCVReads(_ url: String, over transport: RTSPTransport) async throws {
        let script = """
            import cv2
            capture = cv2.VideoCapture("\(url)", cv2.CAP_FFMPEG)
            frames = [capture.read() for _ in range(100)]
            print("frames", sum(ok for ok, _ in frames), frames[-1][1].shape, "lit", int(frames[-1][1].max()))
            """
        let python = try ChildProcess.launch(
            Checkout.root.appending(path: ".build/venv/bin/python").path, ["-c", script],
            environment: ["OPENCV_FFMPEG_CAPTURE_OPTIONS": "rtsp_transport;\(transport)"])
        try await RTMPPrograms.expectSuccess(python, timeout: .seconds(45))
        #expect(python.output.contains("frames 100 (360, 640, 3) lit 255"), "\(python.output)")
    }

    /// Plays by ffplay, without a screen, and counts the pictures.
    static func expectFFplayShows(_ url: String, over transport: RTSPTransport) async throws {
        let options = ["-hide_banner", "-vf", "showinfo"]
        let player = try ChildProcess.launch(
            "/usr/bin/ffplay", options + transport.options + [url],
            environment: ["SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"])
        do {
            try await eventually("ffplay shows 50 pictures", timeout: .seconds(30), every: .milliseconds(200)) {
                player.output.components(separatedBy: " pts_time:").count > 50 ? true : nil
            }
            await player.end()
        } catch {
            await player.end()
            throw TestFailure("\(error)\nffplay said: \(player.output.suffix(3000))")
        }
        #expect(player.output.contains("s:640x360"))
    }
}

extension RTSPPrograms.Decoded {
    /// What `gst-launch-1.0 -v` has said of the sinks.
    fileprivate init(_ output: String) {
        for line in output.split(separator: "\n") {
            if line.contains("pictures: last-message = chain") { pictures += 1 }
            if line.contains("sounds: last-message = chain") { sounds += 1 }
            if line.contains("pictures.GstPad:sink: caps") {
                // A line may be half written.
                width = Self.number(after: "width=(int)", in: line) ?? width
                height = Self.number(after: "height=(int)", in: line) ?? height
            }
        }
    }

    private static func number(after name: String, in line: Substring) -> Int? {
        line.range(of: name).flatMap { Int(line[$0.upperBound...].prefix(while: \.isNumber)) }
    }
}

extension TestFilm {
    /// Publishes the film as it is by RTSP, in real time and again and again, for the time of `body`.
    /// - Parameters:
    ///   - isLooped: false ends the stream with the film.
    ///   - options: stand before the output.
    ///   - namespace: a command that runs what follows it.
    func publish<Result>(
        byRTSP url: String, over transport: RTSPTransport = .tcp, isLooped: Bool = true, options: [String] = [],
        within namespace: [String] = [], _ body: (ChildProcess) async throws -> Result
    ) async throws -> Result {
        let publisher = try await publisher(
            byRTSP: url, over: transport, isLooped: isLooped, options: options, within: namespace)
        do {
            let result = try await body(publisher)
            await publisher.end()
            return result
        } catch {
            await publisher.end()
            throw TestFailure("\(error)\nthe publisher said: \(publisher.output.suffix(3000))")
        }
    }

    /// Begins to publish the film as it is by RTSP, in real time.
    func publisher(
        byRTSP url: String, over transport: RTSPTransport = .tcp, isLooped: Bool = true, options: [String] = [],
        within namespace: [String] = []
    ) async throws -> ChildProcess {
        let loop = isLooped ? ["-stream_loop", "-1"] : []
        let input = ["-hide_banner", "-nostats", "-re"] + loop + ["-i", try await file(), "-c", "copy"]
        let command = namespace + [RTMPPrograms.plainFFmpeg] + input + ["-f", "rtsp"] + transport.options + options
        return try ChildProcess.launch(command[0], Array(command.dropFirst()) + [url])
    }
}

extension ServerProcess {
    /// The sessions of RTSP in a role, by the API.
    func rtspSessions(_ role: String) async throws -> [JSON] {
        let answer = try await HTTP.get(url("v1/rtsp/sessions"))
        #expect(answer.status == 200, "\(answer.body)")
        let list = try JSONDecoder().decode(JSON.self, from: Data(answer.body.utf8))
        return (list["sessions"].array ?? []).filter { $0["role"].string == role }
    }
}
