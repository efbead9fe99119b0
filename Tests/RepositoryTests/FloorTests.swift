import TestSupport
import Testing

/// Who may import whom.
@Suite struct FloorTests {
    /// From the top of the house down. A target imports targets of its own floor and of floors below.
    static let floors = ["Turnout", "Server", "Gateways", "Core", "Protocols", "Media", "Platform"]

    /// Targets that are a floor, or stand on one, without a folder between.
    static let floorTargets = ["Turnout": "Turnout", "Server": "Server", "Load": "Server", "CWebPages": "Server"]

    /// Targets that meet sockets, clocks and the rest of the world. On the other targets of the floors from Core down,
    /// everything is handed in.
    static let worldly: Set = ["MediaPlane", "FramePlane", "Transcoding", "Files", "CLinux", "COpenSSL", "CIPsecMB"]

    /// Modules that are not ours, each with the targets that may import it. A new one needs its line here, and its reason
    /// in the README.
    static let outsiders: [String: Set<String>] = [
        "ArgumentParser": ["Turnout"],
        "AsyncHTTPClient": ["Load"],
        "Foundation": ["Turnout", "Server", "Load"],
        "Glibc": ["Turnout", "Server", "Load", "WebRTCGateway", "MediaPlane", "FramePlane", "RTSPGateway"],
        "HTTPTypes": ["Server"],
        "Hummingbird": ["Server"],
        "HummingbirdCore": ["Server"],
        "HummingbirdTLS": ["Server"],
        "Logging": ["Turnout", "Server", "WebRTCGateway", "MediaPlane"],
        "NIOCore": ["Server", "Load", "GatewaySupport", "RTMPGateway", "RTSPGateway"],
        "NIOHTTP1": ["Load"],
        "NIOHTTPTypes": ["Server"],
        "NIOPosix": ["Server", "Load", "RTMPGateway", "RTSPGateway"],
        "NIOSSL": ["Server", "Load", "RTMPGateway", "RTSPGateway"],
        "ServiceLifecycle": ["Turnout", "Server"],
        "Synchronization": [
            "Turnout", "Server", "Load", "WebRTCGateway", "MediaPlane", "FramePlane", "GatewaySupport", "RTMPGateway",
            "RTSPGateway",
        ],
        "UnixSignals": ["Turnout", "Server"],
        "Yams": ["Server"],
    ]

    /// Our shims of C libraries, each with the targets that may import it.
    static let shims: [String: Set<String>] = [
        "CIPsecMB": ["Cryptography"],
        "CLibAV": ["Transcoding"],
        "CLibAVFormat": ["Files"],
        "CLinux": ["MediaPlane", "Load"],
        "COpenSSL": ["Cryptography", "DTLS"],
        "COpus": ["Transcoding"],
        "CWebPages": ["Server"],
    ]

    private static let swiftFiles = SourceFile.all(below: "Sources", suffix: ".swift")

    @Test func theFoldersAreTheFloors() {
        let folders = Set(SourceFile.all(below: "Sources").map { $0.path.split(separator: "/")[1] }.map(String.init))
        #expect(folders.subtracting(Self.floors).subtracting(Self.floorTargets.keys).isEmpty)
        #expect(Self.swiftFiles.count > 20)
    }

    @Test func importsPointDownOrSideways() {
        for file in Self.swiftFiles {
            guard let floor = Self.level(of: file) else { continue }
            for module in file.imports {
                guard let other = Self.levels[module] else { continue }
                #expect(other >= floor, "\(file.path) imports \(module), which lives above it")
            }
        }
    }

    @Test func outsidersHaveTheirImporters() {
        for file in Self.swiftFiles {
            for module in file.imports where Self.levels[module] == nil {
                let importers = Self.outsiders[module] ?? []
                #expect(importers.contains(Self.target(of: file)), "\(file.path) imports \(module)")
            }
        }
    }

    @Test func shimsHaveTheirImporters() {
        for file in Self.swiftFiles {
            for module in file.imports {
                guard let importers = Self.shims[module] else { continue }
                #expect(importers.contains(Self.target(of: file)), "\(file.path) imports \(module)")
            }
        }
    }

    /// No clock, lock, socket, randomness or log in a protocol machine, a codec or the engine.
    @Test func machinesImportNothingOfTheWorld() throws {
        let core = try #require(Self.floors.firstIndex(of: "Core"))
        for (module, importers) in Self.outsiders {
            let machines = importers.filter { (Self.levels[$0] ?? 0) >= core && !Self.worldly.contains($0) }
            #expect(machines.isEmpty, "\(module) is allowed to \(machines)")
        }
    }

    /// WebRTC is one border among others.
    @Test func theEngineKnowsNoTransport() {
        let transports: Set = ["WebRTC", "STUN", "ICE", "DTLS", "SRTP", "SDP", "MediaPlane"]
        for file in Self.swiftFiles where Self.target(of: file) == "SFU" {
            #expect(transports.isDisjoint(with: file.imports), "\(file.path) imports \(file.imports)")
        }
    }

    /// The floor of each of our targets, as its place in ``floors``.
    private static let levels: [String: Int] = {
        var levels: [String: Int] = [:]
        for file in SourceFile.all(below: "Sources") { levels[target(of: file)] = level(of: file) }
        return levels
    }()

    private static func level(of file: SourceFile) -> Int? {
        let folder = String(file.path.split(separator: "/")[1])
        return floors.firstIndex(of: floorTargets[folder] ?? folder)
    }

    private static func target(of file: SourceFile) -> String {
        let folders = file.path.split(separator: "/").map(String.init)
        return floorTargets[folders[1]] == nil && folders.count > 2 ? folders[2] : folders[1]
    }
}
