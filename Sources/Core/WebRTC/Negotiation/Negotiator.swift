/// Turns a browser's offer into our answer and a plan of what will flow (RFC 8829, RFC 9725). Pure functions: the same
/// offer, transport and random numbers give the same answer.
///
/// ``publish(offer:local:using:)`` and ``play(offer:local:tracks:using:)`` are in files of their own. What both do: accept
/// every usable section under one transport (BUNDLE, rtcp-mux, DTLS-SRTP), refuse data channels with port 0, repeat the
/// offer's mids, payload types, format parameters and extension ids.
///
/// Assumptions, where the RFCs leave room or peers stray from them:
/// - A missing `a=setup` counts as `actpass`.
/// - SHA-1 fingerprints are refused along with MD5.
/// - Opus is taken as 48 kHz and two channels only (RFC 7587 §7).
/// - Of simulcast alternatives the first is taken, and no layer begins paused.
package enum Negotiator {
    /// An origin that no other session of ours has: 62 random bits (RFC 8829 §5.2.1 has 63).
    static func sessionNumber(using generator: inout some RandomNumberGenerator) -> UInt64 {
        UInt64.random(in: 0..<1 << 62, using: &generator)
    }

    /// For a sentence: `VP8, H264 and AV1`.
    static func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "nothing" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }

    /// Codecs that one sentence names.
    static let spokenCodecs = 12
}
