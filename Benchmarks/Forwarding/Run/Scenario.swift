import SRTP

/// One thing that a server is measured at.
package struct Scenario: Sendable, Equatable {
    package let traffic: Traffic

    package init(_ traffic: Traffic) {
        self.traffic = traffic
    }

    /// What one asks for it by, e.g. `100-gcm`, `10x10-sha1`, `100-paced-gcm`.
    package var name: String {
        "\(group)-\(isSHA1 ? "sha1" : "gcm")"
    }

    /// For people, e.g. `100 viewers`, `10 rooms of 10`; with the bitrate in whole Mbit/s where it is not the usual one.
    package var title: String {
        let viewers = traffic.viewers / traffic.publishers
        let rooms =
            traffic.publishers > 1
            ? "\(traffic.publishers) rooms of \(viewers)"
            : "\(Self.grouped(viewers)) viewer\(viewers == 1 ? "" : "s")"
        let bitrate = traffic.bitrate == Self.bitrate ? "" : " at \(traffic.bitrate / 1_000_000) Mbit/s"
        return rooms + bitrate + (traffic.isPaced ? ", paced" : "")
    }

    package var isSHA1: Bool { traffic.profile == .aes128CMHMACSHA1_80 }

    package var cipher: String { isSHA1 ? "SHA1" : "GCM" }

    /// What ``name`` is without the cipher.
    private var group: String {
        let viewers = traffic.viewers / traffic.publishers
        return (traffic.publishers > 1 ? "\(traffic.publishers)x\(viewers)" : "\(viewers)")
            + (traffic.isPaced ? "-paced" : "")
    }

    /// Those that the README quotes.
    package static let all: [Scenario] = [SRTPProfile.aeadAES128GCM, .aes128CMHMACSHA1_80].flatMap { profile in
        sizes.map { publishers, viewers, bitrate in
            Scenario(
                Traffic(
                    publishers: publishers, viewers: viewers, profile: profile, bitrate: bitrate, isPaced: false))
        } + (profile == .aeadAES128GCM ? [paced] : [])
    }

    /// Finds scenarios by name, or by their names' beginning: `100` is both ciphers and paced, too.
    /// - Parameter names: Separated by commas; none for all.
    /// - Throws: ``ForwardingError`` for a name that means nothing.
    package static func named(_ names: String) throws(ForwardingError) -> [Scenario] {
        let wanted = names.split(separator: ",").map { $0.trimmingPrefix(" ") }
        for name in wanted where !all.contains(where: { $0.answers(to: name) }) {
            throw .wrong("\(name) is no scenario; there are \(all.map(\.name).joined(separator: ", "))")
        }
        return wanted.isEmpty ? all : all.filter { scenario in wanted.contains { scenario.answers(to: $0) } }
    }

    private func answers(to name: Substring) -> Bool {
        self.name == name || self.name.hasPrefix("\(name)-")
    }

    private static func grouped(_ number: Int) -> String {
        guard number >= 1_000 else { return "\(number)" }
        let rest = "\(number % 1_000)"
        return "\(number / 1_000),\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }

    /// Publishers, viewers, and bits in a second of each publisher.
    private static let sizes = [
        (1, 1, bitrate), (1, 10, bitrate), (1, 100, bitrate), (1, 300, bitrate), (1, 1_000, reducedBitrate),
        (10, 100, bitrate),
    ]
    private static let paced = Scenario(
        Traffic(publishers: 1, viewers: 100, profile: .aeadAES128GCM, bitrate: bitrate, isPaced: true))
    private static let bitrate = 2_500_000
    /// For so many viewers that clients and server would fill two cores otherwise.
    private static let reducedBitrate = 1_000_000
}
