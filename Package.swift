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

/// For targets whose tests look inside by `@testable import`: tests are built in the release configuration, like what ships.
let testable: [SwiftSetting] = settings + [.unsafeFlags(["-enable-testing"])]

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
    .systemLibrary(
        name: "CLibAV", path: "Sources/Platform/CLibAV", pkgConfig: "libavcodec libavutil libswscale libswresample",
        providers: [.apt(["libavcodec-dev", "libavutil-dev", "libswscale-dev", "libswresample-dev"])]),
    .systemLibrary(
        name: "CLibAVFormat", path: "Sources/Platform/CLibAVFormat", pkgConfig: "libavformat libavcodec libavutil",
        providers: [.apt(["libavformat-dev", "libavcodec-dev", "libavutil-dev"])]),
    .systemLibrary(
        name: "COpus", path: "Sources/Platform/COpus", pkgConfig: "opus", providers: [.apt(["libopus-dev"])]),
    library(
        "Platform", "Bytes", settings: memorySafe + [.enableExperimentalFeature("Lifetimes")]),
    library("Platform", "Net"),
    library(
        "Platform", "Cryptography", ["COpenSSL", "Bytes"] + (hasIPsecMB ? ["CIPsecMB"] : []), settings: settings),
]

let protocols: [Target] = [
    library("Protocols", "STUN", ["Bytes", "Net", "Cryptography"]),
    library("Protocols", "ICE", ["STUN", "Bytes", "Net", "Cryptography"]),
    library("Protocols", "DTLS", ["COpenSSL", "Cryptography", "Bytes"], settings: testable),
    library("Protocols", "RTP", ["Bytes", "Net"]),
    library("Protocols", "SRTP", ["Cryptography"], settings: settings),
    library("Protocols", "SDP", ["Net"]),
    library("Protocols", "RTMP", ["Containers", "Cryptography", "Bytes", "Net"]),
    library("Protocols", "RTSP", ["Cryptography", "Bytes", "Net"]),
]

let media: [Target] = [
    library("Media", "Codecs", ["Bytes"]),
    library("Media", "Packetization", ["Codecs", "Bytes", "Net"]),
    library("Media", "Containers", ["Codecs", "Bytes"]),
    library("Media", "Transcoding", ["Codecs", "CLibAV", "COpus"], settings: settings),
    library("Media", "Files", ["Codecs", "CLibAVFormat"], settings: settings),
]

let core: [Target] = [
    library("Core", "WebRTC", ["ICE", "STUN", "DTLS", "SRTP", "RTP", "SDP", "Codecs", "Cryptography", "Bytes", "Net"]),
    library("Core", "SFU", ["Codecs", "Net"], settings: settings),
    library(
        "Core", "MediaPlane",
        [
            "SFU", "WebRTC", "ICE", "STUN", "DTLS", "SRTP", "RTP", "Codecs", "Cryptography", "Bytes", "Net", "CLinux",
        ], settings: settings),
    library(
        "Core", "FramePlane", ["MediaPlane", "SFU", "Packetization", "Transcoding", "Codecs", "Net"], settings: testable
    ),
]

let gateways: [Target] = [
    library(
        "Gateways", "WebRTCGateway", ["MediaPlane", "SFU", "WebRTC", "ICE", "DTLS", "SDP", "Cryptography", "Net"],
        settings: testable),
    // What RTMP's and RTSP's gateways have in common.
    library(
        "Gateways", "GatewaySupport",
        ["Net", .product(name: "NIOCore", package: "swift-nio")], settings: testable),
    library(
        "Gateways", "RTMPGateway",
        [
            "GatewaySupport", "FramePlane", "RTMP", "Containers", "Codecs", "SFU", "Bytes", "Net",
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ], settings: testable),
    library(
        "Gateways", "RTSPGateway",
        [
            "GatewaySupport", "FramePlane", "MediaPlane", "RTSP", "SDP", "RTP", "Packetization", "Files", "Codecs",
            "SFU", "Bytes", "Net",
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ], settings: testable),
]

let server: [Target] = [
    // The pages of `web/`, as bytes in the binary.
    .target(name: "CWebPages", path: "Sources/CWebPages"),
    .target(
        name: "Server",
        dependencies: [
            "RTMPGateway", "RTSPGateway", "WebRTCGateway", "FramePlane", "MediaPlane", "WebRTC", "SFU", "RTMP", "RTSP",
            "Transcoding", "Files", "Codecs", "Cryptography", "Bytes", "Net", "CWebPages",
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HummingbirdCore", package: "hummingbird"),
            .product(name: "HummingbirdTLS", package: "hummingbird"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            .product(name: "Yams", package: "Yams"),
        ],
        path: "Sources/Server", swiftSettings: testable),
    // The load generator: clients of any WHIP and WHEP server, this one among others.
    .target(
        name: "Load",
        dependencies: [
            "ICE", "DTLS", "SRTP", "RTP", "SDP", "Codecs", "Bytes", "Net", "CLinux",
            .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ],
        path: "Sources/Load", swiftSettings: testable),
    .executableTarget(
        name: "Turnout",
        dependencies: [
            "Server", "Load", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        ],
        path: "Sources/Turnout", swiftSettings: settings),
]

let testing: [Target] = [
    .target(
        name: "TestSupport", dependencies: ["Cryptography", "Bytes", "Net"], path: "Tests/TestSupport",
        swiftSettings: settings),
    .target(
        name: "FuzzTargets",
        dependencies: [
            "STUN", "ICE", "DTLS", "SRTP", "RTP", "SDP", "RTMP", "RTSP", "Codecs", "Packetization", "Containers",
            "WebRTC", "SFU", "Bytes", "Net", "TestSupport",
        ],
        path: "Tests/FuzzTargets", swiftSettings: settings),
    // The reference implementation of SRTP, which ours is compared with.
    .systemLibrary(
        name: "CLibSRTP", path: "Tests/CLibSRTP", pkgConfig: "libsrtp2", providers: [.apt(["libsrtp2-dev"])]),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .target(name: "COpenSSLMemory", dependencies: ["COpenSSL"], path: "Tests/COpenSSLMemory"),
    .target(name: "CReferenceCounter", path: "Tests/CReferenceCounter"),
    .target(name: "CVirtualClock", path: "Tests/CVirtualClock"),

    tests("Bytes"),
    tests("Net"),
    tests("Cryptography", ["Bytes"]),
    tests("STUN", ["Bytes", "Net"]),
    tests("ICE", ["STUN", "Bytes", "Net"]),
    tests("DTLS", ["COpenSSL", "COpenSSLMemory", "CVirtualClock"]),
    tests("SRTP", ["Cryptography", "CLibSRTP", "CAllocationCounter", "Bytes"]),
    tests("RTP", ["Bytes", "Net"]),
    tests("SDP", ["Net"]),
    tests("Codecs", ["Bytes"]),
    tests("Packetization", ["Codecs", "Bytes", "Net"]),
    tests("Containers", ["Codecs", "Bytes"]),
    tests("Transcoding", ["Codecs", "CLibAV", "COpus"]),
    tests("RTMP", ["Containers", "Codecs", "Bytes", "Net"]),
    tests("RTSP", ["Cryptography", "Bytes", "Net"]),
    tests("Files", ["Codecs"]),
    tests("FramePlane", ["MediaPlane", "SFU", "DTLS", "Codecs", "Net"]),
    tests(
        "RTMPGateway",
        [
            "GatewaySupport", "FramePlane", "RTMP", "Containers", "Codecs", "SFU", "Bytes", "Net",
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOEmbedded", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ]),
    tests(
        "RTSPGateway",
        [
            "GatewaySupport", "FramePlane", "MediaPlane", "RTSP", "SDP", "RTP", "Packetization", "Files", "Codecs",
            "SFU", "Bytes", "Net",
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOEmbedded", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ]),
    tests("WebRTC", ["RTP", "SDP", "Codecs", "Net"]),
    tests("SFU", ["Codecs", "Net"]),
    tests("MediaPlane", ["CLinux", "Net"]),
    .testTarget(
        name: "SimulationTests",
        dependencies: [
            "WebRTCGateway", "MediaPlane", "SFU", "WebRTC", "ICE", "STUN", "DTLS", "SRTP", "RTP", "SDP", "Codecs",
            "Cryptography", "Bytes", "Net", "CLinux", "COpenSSLMemory", "CVirtualClock", "CAllocationCounter",
            "CReferenceCounter", "TestSupport",
        ],
        path: "Tests/SimulationTests", swiftSettings: settings),
    tests("Load", ["WebRTC", "ICE", "DTLS", "SRTP", "RTP", "SDP", "Codecs", "Bytes", "Net"]),
    tests("Forwarding", ["Figures", "Load", "SRTP", "Net"]),
    tests("Playing", ["Figures", "Forwarding", "RTSP", "RTP", "Codecs"]),
    tests("WebRTCGateway", ["MediaPlane", "SFU", "Net"]),
    tests(
        "Server",
        [
            "RTMPGateway", "RTSPGateway", "WebRTCGateway", "FramePlane", "SFU", "RTMP", "RTSP", "Codecs",
            "Cryptography",
            "Net",
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOEmbedded", package: "swift-nio"),
            .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ]),
    .testTarget(
        name: "TestSupportTests", dependencies: ["TestSupport", "Net"], path: "Tests/TestSupportTests",
        swiftSettings: settings),
    .testTarget(
        name: "FuzzTests", dependencies: ["FuzzTargets", "TestSupport"], path: "Tests/FuzzTests",
        swiftSettings: settings),
    .testTarget(
        name: "RepositoryTests", dependencies: ["TestSupport"], path: "Tests/RepositoryTests", swiftSettings: settings),
    .testTarget(
        name: "InteropTests", dependencies: ["TestSupport"], path: "Tests/InteropTests", swiftSettings: settings),
]

/// What `make bench` runs.
let benchmarks: [Target] = [
    // How figures are shown.
    .target(name: "Figures", path: "Benchmarks/Figures", swiftSettings: settings),
    // The whole server under load, in turn with the least that its work can cost.
    .target(
        name: "Forwarding", dependencies: ["Figures", "SRTP", "CLinux"], path: "Benchmarks/Forwarding",
        swiftSettings: testable),
    // Players over TCP, of this server in turn with nginx (RTMP) or with the least that they can cost (RTSP).
    .target(
        name: "Playing",
        dependencies: [
            "Figures", "Forwarding", "RTMP", "RTSP", "RTP", "Packetization", "Containers", "Codecs", "Bytes", "Net",
            "CLinux",
        ],
        path: "Benchmarks/Playing", swiftSettings: testable),
    .executableTarget(
        name: "turnout-bench",
        dependencies: [
            "Figures", "Forwarding", "Playing", "MediaPlane", "SFU", "WebRTC", "ICE", "DTLS", "SRTP", "RTP", "SDP",
            "Codecs",
            "Cryptography", "Bytes", "Net", "CLinux",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ],
        path: "Benchmarks/Sources", swiftSettings: settings),
]

/// What `make fuzz` builds: libFuzzer needs every module instrumented, so ordinary builds go without.
let fuzzing: [Target] =
    Context.environment["TURNOUT_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "turnout-fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Runner",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])])
    ]

let package = Package(
    name: "turnout",
    products: [.executable(name: "turnout", targets: ["Turnout"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: platform + ipsecMB + protocols + media + core + gateways + server + testing + benchmarks + fuzzing
)
