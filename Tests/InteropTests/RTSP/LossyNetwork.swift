import Foundation
import TestSupport

/// A second host on this machine: a network namespace that one cable (a pair of virtual interfaces) joins with us. What a test
/// does to its traffic it does to nobody else's. Needs root.
final class LossyNetwork {
    /// Of ours, as programs there see us.
    let address: String
    private let name: String

    /// Whether there can be one.
    static let isAllowed: Bool = {
        guard geteuid() == 0, let network = try? LossyNetwork() else { return false }
        return (try? network.run("true")) != nil
    }()

    init() throws {
        let number = Int.random(in: 0..<1 << 14)
        name = "turnout\(number)"
        // From the range that is for measurements between networks (RFC 2544).
        let net = "198.\(18 + number >> 13 & 1).\(number >> 6 & 0x7F)"
        let (ours, theirs) = ("\(net).\((number & 0x3F) << 2 | 1)", "\(net).\((number & 0x3F) << 2 | 2)")
        address = ours
        for command in [
            "ip netns add \(name)",
            "ip link add \(name) type veth peer name eth0 netns \(name)",
            "ip address add \(ours)/30 dev \(name)", "ip link set \(name) up",
            "ip -n \(name) address add \(theirs)/30 dev eth0", "ip -n \(name) link set eth0 up",
            "ip -n \(name) link set lo up",
        ] {
            try Self.shell(command)
        }
    }

    deinit {
        // Its cable goes with it, once nobody is there any more.
        _ = try? Self.shell("ip link delete \(name)")
        _ = try? Self.shell("ip netns delete \(name)")
    }

    /// What runs a command there, in front of it.
    var within: [String] { ["/usr/bin/env", "PATH=\(Self.path)", "ip", "netns", "exec", name] }

    /// Loses each UDP datagram that leaves there with this probability, in per cent.
    func lose(percent: Int) throws {
        let rule = "udp length > 100 numgen random mod 100 < \(percent) counter drop"
        try run("nft add table inet loss")
        try run("nft add chain inet loss output '{ type filter hook output priority 0; }'")
        try run("nft add rule inet loss output \(rule)")
    }

    /// How many datagrams were lost.
    func lost() throws -> Int {
        let rules = try Self.shell("ip netns exec \(name) nft list chain inet loss output")
        let count = rules.range(of: "packets ").map { rules[$0.upperBound...].prefix(while: \.isNumber) }
        return count.flatMap { Int($0) } ?? 0
    }

    /// What goes there goes no faster than this.
    func limit(kilobitsPerSecond rate: Int) throws {
        try Self.shell("tc qdisc add dev \(name) root tbf rate \(rate)kbit burst 8kb latency 200ms")
    }

    @discardableResult
    private func run(_ command: String) throws -> String {
        try Self.shell("ip netns exec \(name) \(command)")
    }

    @discardableResult
    private static func shell(_ command: String) throws -> String {
        let shell = Process()
        let pipe = Pipe()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", "PATH=\(path); \(command)"]
        shell.standardOutput = pipe
        shell.standardError = pipe
        try shell.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        shell.waitUntilExit()
        guard shell.terminationStatus == 0 else { throw TestFailure("\(command): \(said)") }
        return said
    }

    private static let path = "/usr/sbin:/usr/bin:/sbin:/bin"
}
