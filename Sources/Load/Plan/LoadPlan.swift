import Net

/// What a run shall do, checked.
package struct LoadPlan: Sendable {
    let whip: Endpoint
    let whep: Endpoint
    let publishers: Int
    let viewers: Int
    let video: VideoPlan
    let options: LoadOptions

    /// - Parameters:
    ///   - base: A stream's URL, to which `/whip` and `/whep` are added where these are not given.
    /// - Throws: ``PlanError``.
    package init(
        base: String, whip: String?, whep: String?, publishers: Int, viewers: Int, video: VideoPlan,
        options: LoadOptions
    ) throws(PlanError) {
        self.whip = try Self.endpoint(whip, base: base, "whip")
        self.whep = try Self.endpoint(whep, base: base, "whep")
        self.publishers = publishers
        self.viewers = viewers
        self.video = video
        self.options = options
        try Self.check("--publishers", publishers, 0...Self.peerLimit)
        try Self.check("--viewers", viewers, 0...Self.peerLimit)
        guard publishers + viewers > 0 else { throw .nobody }
        guard publishers <= 1 || self.whip.hasNumber else { throw .numberMissing(self.whip.template, publishers) }
        guard publishers <= 1 || viewers == 0 || self.whep.hasNumber else {
            throw .numberMissing(self.whep.template, publishers)
        }
        try Self.check("--bitrate", video.bitrate, 10_000...100_000_000)
        try Self.check("--fps", video.frameRate, 1...240)
        try Self.check("--keyframe-interval", video.keyframeInterval.inSeconds, 0.1...3_600)
        try Self.check("--duration", options.duration.inSeconds, 0.5...86_400)
        try Self.check("--ramp", options.ramp, 0.1...10_000)
        try Self.check("--loss", options.dropPercent, 0...90)
        try Self.check("--max-loss", options.maximumLossPercent, 0...100)
        try Self.check("--threads", options.threads, 1...256)
    }

    private static func endpoint(_ url: String?, base: String, _ name: String) throws(PlanError) -> Endpoint {
        if let url { return try Endpoint(url) }
        return try Endpoint(base).appending(name)
    }

    private static func check<Value: Comparable>(
        _ option: String, _ value: Value, _ range: ClosedRange<Value>
    ) throws(PlanError) {
        guard range.contains(value) else {
            throw .outOfRange(option: option, value: "\(value)", range: "\(range.lowerBound)...\(range.upperBound)")
        }
    }

    /// Viewers watch the publishers in turn.
    /// - Parameter viewer: From 1 on.
    func publisher(watchedBy viewer: Int) -> Int {
        (viewer - 1) % max(1, publishers) + 1
    }

    /// Our choice: one socket each, and 65,536 ports.
    private static let peerLimit = 20_000
}

/// How a run goes about it.
package struct LoadOptions: Sendable {
    /// Whether publishers send Opus beside the video.
    package var sendsAudio = false
    /// Joins in a second.
    package var ramp = 50.0
    /// What is measured, once everybody has joined.
    package var duration: Duration = .seconds(10)
    /// A Bearer token (RFC 6750) for every request.
    package var token: String?
    package var cipher = CipherChoice.any
    /// The share of packets that viewers throw away, in percent.
    package var dropPercent = 0.0
    /// Whether viewers ask for packets that they miss.
    package var repairs = false
    /// The share of packets that may be lost, in percent.
    package var maximumLossPercent = 0.1
    /// Whose CPU time and memory to watch; empty to look for the server on this machine.
    package var servers: [Int32] = []
    /// Threads that send and receive.
    package var threads = 1
    /// What is left to chance is drawn from here; nil for a run like no other.
    package var seed: UInt64?
    /// Whether any certificate of an HTTPS server will do.
    package var trustsAnyCertificate = false

    package init() {}
}

/// Which SRTP protection profiles clients offer.
package enum CipherChoice: String, Sendable, CaseIterable {
    case any
    /// AES-GCM alone.
    case gcm
    /// AES in counter mode with HMAC-SHA1 alone.
    case cm

    /// By number (RFC 5764 §4.1.2, RFC 7714 §14.2), the preferred one first.
    var profiles: [UInt16] {
        switch self {
        case .any: [7, 8, 1]
        case .gcm: [7, 8]
        case .cm: [1]
        }
    }
}

/// Why there is nothing to run, for people.
package enum PlanError: Error, Equatable, CustomStringConvertible {
    case notAURL(String)
    case numberMissing(String, Int)
    case nobody
    case outOfRange(option: String, value: String, range: String)
    case notABitrate(String)
    case notADuration(String)

    package var description: String {
        switch self {
        case .notAURL(let text): "\(text) is no URL that begins with http:// or https://."
        case .numberMissing(let url, let count):
            "\(count) publishers need a URL each: write {n} where \(url) shall have the publisher's number."
        case .nobody: "With no publisher and no viewer there is nothing to do."
        case .outOfRange(let option, let value, let range): "\(option) is \(value); it takes \(range)."
        case .notABitrate(let text): "\(text) is no bitrate; it reads like 800k, 2.5M or 2500000."
        case .notADuration(let text): "\(text) is no time; it reads like 500ms, 10s, 2m or 10."
        }
    }
}
