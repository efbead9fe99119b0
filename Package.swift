// swift-tools-version: 6.2
import Foundation
import PackageDescription

// The house has floors (see README, "The house"). A target may import targets of its own floor, without cycles, and of
// floors below it, never above. Every build passes `--explicit-target-dependency-import-check error`, and RepositoryTests
// reads this file and the import lines.

/// Settings of every target.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Targets that hold no pointer at all say so: every unsafe construct in them would be a warning, and so an error.
let memorySafe: [SwiftSetting] = settings + [.strictMemorySafety()]

func library(
    _ floor: String, _ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = memorySafe
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(floor)/\(name)", swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + dependencies,
        path: "Tests/\(name)Tests", swiftSettings: settings)
}

/// Intel's multi-buffer library is for x86-64 alone, and optional: where it was installed, SRTP is several times faster.
#if arch(x86_64)
    let hasIPsecMB = FileManager.default.fileExists(atPath: "/usr/include/intel-ipsec-mb.h")
#else
    let hasIPsecMB = false
#endif

let ipsecMB: [Target] =
    hasIPsecMB
    ? [.target(name: "CIPsecMB", path: "Sources/Platform/CIPsecMB", linkerSettings: [.linkedLibrary("IPSec_MB")])] : []

let platform: [Target] = [
    .target(name: "CLinux", path: "Sources/Platform/CLinux"),
    .systemLibrary(
        name: "COpenSSL", path: "Sources/Platform/COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    library(
        "Platform", "Bytes", settings: memorySafe + [.enableExperimentalFeature("Lifetimes")]),
    library("Platform", "Net"),
    library(
        "Platform", "Cryptography", ["COpenSSL", "Bytes"] + (hasIPsecMB ? ["CIPsecMB"] : []), settings: settings),
]

let protocols: [Target] = [
    library("Protocols", "STUN", ["Bytes", "Net", "Cryptography"]),
    library("Protocols", "ICE", ["STUN", "Bytes", "Net", "Cryptography"]),
    library("Protocols", "DTLS", ["COpenSSL", "Cryptography", "Bytes", "Net"], settings: settings),
    library("Protocols", "RTP", ["Bytes", "Net"]),
    library("Protocols", "SRTP", ["Cryptography"], settings: settings),
    library("Protocols", "SDP", ["Net"]),
]

let media: [Target] = [
    library("Media", "Codecs", ["Bytes"])
]

let core: [Target] = [
    library("Core", "WebRTC", ["ICE", "STUN", "DTLS", "SRTP", "RTP", "SDP", "Codecs", "Cryptography", "Bytes", "Net"]),
    library("Core", "SFU", ["RTP", "Codecs", "Bytes", "Net"], settings: settings),
]

let gateways: [Target] = [
    library("Gateways", "WebRTCGateway", ["SFU", "WebRTC", "Codecs", "Net"], settings: settings)
]

let testing: [Target] = [
    .target(
        name: "TestSupport", dependencies: ["Bytes", "Net"], path: "Tests/TestSupport", swiftSettings: settings),
    .target(
        name: "FuzzTargets",
        dependencies: ["STUN", "ICE", "DTLS", "SRTP", "RTP", "SDP", "Codecs", "WebRTC", "SFU", "Bytes", "Net", "TestSupport"],
        path: "Tests/FuzzTargets", swiftSettings: settings),
    .systemLibrary(
        name: "CLibSRTP", path: "Tests/CLibSRTP", pkgConfig: "libsrtp2", providers: [.apt(["libsrtp2-dev"])]),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    tests("Bytes"),
    tests("Net"),
    tests("Cryptography", ["Bytes"]),
    tests("SRTP", ["Cryptography", "CLibSRTP", "CAllocationCounter", "Bytes"]),
]

let package = Package(
    name: "turnout",
    targets: platform + ipsecMB + protocols + media + core + gateways + testing
)
