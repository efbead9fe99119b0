import Foundation
import TestSupport
import Testing

/// What publishes and plays by RTMP beside the server.
enum RTMPPrograms {
    /// Debian's, which speaks plain RTMP alone.
    static let plainFFmpeg = "/usr/bin/ffmpeg"

    /// What the recent ffmpeg says that it takes by Enhanced RTMP.
    static let enhanced = ["-rtmp_enhanced_codecs", "hvc1,av01,vp09,Opus"]

    /// Plays a stream for some seconds into a file, as it comes.
    /// - Parameter options: stand before the input.
    static func record(
        _ url: String, seconds: Int, by ffmpeg: String = plainFFmpeg, options: [String] = [], to file: URL
    ) async throws {
        let player = try ChildProcess.launch(
            ffmpeg, ["-v", "error"] + options + ["-i", url, "-t", "\(seconds)", "-c", "copy", "-y", file.path])
        try await expectSuccess(player, timeout: .seconds(3 * seconds + 30))
    }

    /// Waits until a program has ended by itself; throws what it said when it failed.
    static func expectSuccess(_ program: ChildProcess, timeout: Duration) async throws {
        do {
            let ending = try await program.waitUntilEnd(timeout: timeout)
            guard ending == .exited(code: 0) else { throw TestFailure("it \(ending)") }
        } catch {
            await program.end()
            throw TestFailure("\(error): \(program.output.suffix(3000))")
        }
    }
}

extension TestFilm {
    /// Publishes the film as it is, in real time and again and again, for the time of `body`.
    /// - Parameters:
    ///   - isLooped: false ends the stream with the film.
    ///   - options: stand before the output.
    func publish<Result>(
        to url: String, by ffmpeg: String = RTMPPrograms.plainFFmpeg, isLooped: Bool = true, options: [String] = [],
        _ body: (ChildProcess) async throws -> Result
    ) async throws -> Result {
        let publisher = try await publisher(to: url, by: ffmpeg, isLooped: isLooped, options: options)
        do {
            let result = try await body(publisher)
            await publisher.end()
            return result
        } catch {
            await publisher.end()
            throw TestFailure("\(error)\nthe publisher said: \(publisher.output.suffix(3000))")
        }
    }

    /// Begins to publish the film as it is, in real time.
    func publisher(
        to url: String, by ffmpeg: String = RTMPPrograms.plainFFmpeg, isLooped: Bool = true, options: [String] = []
    ) async throws -> ChildProcess {
        let loop = isLooped ? ["-stream_loop", "-1"] : []
        let input = ["-re"] + loop + ["-i", try await file()]
        return try ChildProcess.launch(
            ffmpeg, ["-hide_banner", "-nostats"] + input + ["-c", "copy", "-f", "flv"] + options + [url])
    }
}

extension ServerProcess {
    /// What the API says about a stream, once it is live.
    @discardableResult
    func waitUntilLive(_ path: String, timeout: Duration = .seconds(30)) async throws -> JSON {
        try await eventually("\(path) is live", timeout: timeout, every: .milliseconds(100)) {
            let answer = try await HTTP.get(url("v1/streams/" + path))
            guard answer.status == 200 else { return nil }
            return try JSONDecoder().decode(JSON.self, from: Data(answer.body.utf8))
        }
    }

    /// Makes a link by the API, and returns its address below the server's root.
    func link(_ direction: String, _ path: String, _ url: String) async throws -> String {
        let answer = try await HTTP.send(
            "POST", self.url("v1/streams/\(path)/\(direction)"), headers: ["Content-Type": "application/json"],
            body: "{\"url\": \"\(url)\"}")
        #expect(answer.status == 201, "\(answer.body)")
        let location = try #require(answer.header("Location"))
        #expect(location.hasPrefix("/v1/streams/\(path)/\(direction)/"))
        return String(location.dropFirst())
    }
}
