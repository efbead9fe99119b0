import Cryptography

/// What settings must hold together, after each has been read by itself.
struct ConfigurationRules {
    var configuration: Configuration
    /// Where each setting that is not a default was written, by key.
    var places: [String: Place]
    /// What can encrypt media here.
    var ciphers = CipherEngine.allCases.filter(\.isAvailable)

    var problems: [ConfigurationProblem] {
        certificateProblems + portProblems + rtspProblems + cipherProblems + userProblems + linkProblems
    }

    private var certificateProblems: [ConfigurationProblem] {
        let http = configuration.http
        switch (http.certificate.isEmpty, http.key.isEmpty) {
        case (false, true):
            return [problem("http.certificate", "needs http.key, the file of its private key, beside it")]
        case (true, false):
            return [problem("http.key", "needs http.certificate, the file of its certificate, beside it")]
        case (false, false) where http.selfSigned:
            return [problem("http.self_signed", "must be false when there is a certificate file (http.certificate)")]
        default: return []
        }
    }

    private var portProblems: [ConfigurationProblem] {
        var found: [ConfigurationProblem] = []
        let http = configuration.http
        if http.isSecureListenerWanted, http.port == http.httpsPort, http.port != 0 {
            found.append(problem("http.https_port", "must differ from http.port, which is \(http.port) too"))
        }
        let rtmp = configuration.rtmp
        if rtmp.enabled, http.isSecureListenerWanted, rtmp.port == rtmp.tlsPort, rtmp.port != 0 {
            found.append(problem("rtmp.tls_port", "must differ from rtmp.port, which is \(rtmp.port) too"))
        }
        let workers = max(1, configuration.webrtc.workers)
        if configuration.webrtc.port + workers - 1 > 65_535 {
            found.append(problem("webrtc.port", "leaves no room for \(workers) ports, one a worker, up to 65535"))
        }
        return found
    }

    private var cipherProblems: [ConfigurationProblem] {
        guard !ciphers.contains(configuration.webrtc.cipher.engine) else { return [] }
        return [
            problem(
                "webrtc.cipher",
                "there is no libipsec-mb here: it needs an x86-64 processor with AVX2 and a build that found the library; "
                    + "take auto or openssl")
        ]
    }

    private var userProblems: [ConfigurationProblem] {
        var found: [ConfigurationProblem] = []
        var names: Set<String> = []
        var secrets: Set<SecretDigest> = []
        for user in configuration.users {
            if !names.insert(user.name).inserted {
                found.append(problem("users", "there are two users of the name \"\(user.name)\""))
            }
            if let secret = user.credentials?.secret, !secrets.insert(secret).inserted {
                found.append(problem("users", "the user \"\(user.name)\" has the secret of another one"))
            }
        }
        for key in configuration.streamKeys where !secrets.insert(key.digest).inserted {
            found.append(
                problem("stream_keys", "the key of \"\(key.path)\" is that of another path, or a user's secret"))
        }
        return found
    }

    private var linkProblems: [ConfigurationProblem] {
        if configuration.stateDirectory.isEmpty { return [problem("state_directory", "must be the name of a folder")] }
        let links = configuration.paths.links.count
        guard links > LinkRegistry.maximumLinks else { return [] }
        return [problem("paths", "has \(links) pushes and pulls, and \(LinkRegistry.maximumLinks) is the most")]
    }

    func problem(_ key: String, _ message: String) -> ConfigurationProblem {
        ConfigurationProblem(place: places[key] ?? .file("built-in defaults"), message: "\(key): \(message)")
    }
}
