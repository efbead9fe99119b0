// swift-tools-version: 6.2
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

let platform: [Target] = [
    .target(name: "CLinux", path: "Sources/Platform/CLinux"),
    .systemLibrary(
        name: "COpenSSL", path: "Sources/Platform/COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    library(
        "Platform", "Bytes", settings: memorySafe + [.enableExperimentalFeature("Lifetimes")]),
    library("Platform", "Net"),
    library("Platform", "Cryptography", ["COpenSSL", "Bytes"], settings: settings),
]

let protocols: [Target] = [
    library("Protocols", "STUN", ["Bytes", "Net", "Cryptography"]),
    library("Protocols", "ICE", ["STUN", "Bytes", "Net", "Cryptography"]),
    library("Protocols", "DTLS", ["COpenSSL", "Cryptography", "Bytes", "Net"], settings: settings),
    library("Protocols", "RTP", ["Bytes", "Net"]),
    library("Protocols", "SRTP", ["COpenSSL", "Cryptography", "RTP", "Bytes", "Net"], settings: settings),
    library("Protocols", "SDP", ["Net"]),
]

let media: [Target] = [
    library("Media", "Codecs", ["Bytes"])
]

let core: [Target] = [
    library("Core", "WebRTC", ["ICE", "STUN", "DTLS", "SRTP", "RTP", "SDP", "Codecs", "Cryptography", "Bytes", "Net"]),
    library("Core", "SFU", ["Codecs", "Net"], settings: settings),
    library(
        "Core", "MediaPlane",
        ["SFU", "WebRTC", "ICE", "STUN", "DTLS", "SRTP", "RTP", "Codecs", "Bytes", "Net", "CLinux"], settings: settings),
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
    tests("Bytes"),
    tests("Net"),
    tests("RTP", ["Bytes", "Net"]),
    tests("Codecs", ["Bytes"]),
]

let package = Package(
    name: "turnout",
    targets: platform + protocols + media + core + gateways + testing
)
