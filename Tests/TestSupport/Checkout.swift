package import Foundation

/// Where the tests run, and how much of them was asked for.
package enum Checkout {
    /// The folder of Package.swift.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// True under `make test-long`: sweeps, floods and long repeats run too.
    package static let runsLongTests = ProcessInfo.processInfo.environment["TURNOUT_LONG_TESTS"] == "1"

    /// True where what needs root, or a program, must be there: its absence is a failure, no reason to skip.
    package static let isCI = ProcessInfo.processInfo.environment["CI"] == "true"

    /// An ffmpeg with the WHIP muxer: `TURNOUT_TEST_FFMPEG`, or the one that `make test` installs.
    package static let ffmpeg =
        ProcessInfo.processInfo.environment["TURNOUT_TEST_FFMPEG"]
        ?? root.appending(path: ".build/venv/bin/ffmpeg").path
}
