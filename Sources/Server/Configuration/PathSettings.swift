package import FramePlane
package import SFU

/// What is set for one path, or for all paths of a pattern.
package struct PathSettings: Equatable, Sendable {
    package var pattern: PathPattern
    /// Where the path's stream comes from; for a pattern without asterisks alone.
    package var pull: LinkTarget?
    /// A file that is its stream, in the folder `rtsp.files`; for a pattern without asterisks alone, instead of a pull.
    package var source: LinkTarget?
    /// Where the path's stream goes to; for a pattern without asterisks alone.
    package var push: [LinkTarget] = []
    package var transcode = TranscodeSwitches()

    package init(_ pattern: PathPattern) {
        self.pattern = pattern
    }
}

/// Which derived tracks may be made; nil where nothing is said.
package struct TranscodeSwitches: Equatable, Sendable {
    package var toOpus: Bool?
    package var toAAC: Bool?
    package var withoutBFrames: Bool?
    package var toH264: Bool?
}

extension [PathSettings] {
    /// What may be derived for the readers of a path. Each switch has the value of the most specific pattern that matches and
    /// says something about it (``PathPattern/isMoreSpecific(than:)``), the first one of equals; otherwise it is on.
    package func transcodingRules(for path: StreamPath) -> TranscodingRules {
        let matching = filter { $0.pattern.matches(path) }
        func value(_ property: KeyPath<TranscodeSwitches, Bool?>) -> Bool? {
            var best: (pattern: PathPattern, value: Bool)?
            for settings in matching {
                guard let value = settings.transcode[keyPath: property] else { continue }
                if best.map({ settings.pattern.isMoreSpecific(than: $0.pattern) }) ?? true {
                    best = (settings.pattern, value)
                }
            }
            return best?.value
        }
        var rules = TranscodingRules()
        rules.toOpus = value(\.toOpus) ?? rules.toOpus
        rules.toAAC = value(\.toAAC) ?? rules.toAAC
        rules.withoutBFrames = value(\.withoutBFrames) ?? rules.withoutBFrames
        rules.toH264 = value(\.toH264) ?? rules.toH264
        return rules
    }

    /// The links that are set.
    package var links: [ConfiguredLink] {
        flatMap { settings -> [ConfiguredLink] in
            guard let path = settings.pattern.exactPath else { return [] }
            return [settings.pull ?? settings.source].compactMap(\.self).map { ConfiguredLink(.pull, path, $0) }
                + settings.push.map { ConfiguredLink(.push, path, $0) }
        }
    }
}

/// A link that the configuration asks for.
package struct ConfiguredLink: Equatable, Sendable {
    package var direction: LinkDirection
    package var path: StreamPath
    package var target: LinkTarget

    package init(_ direction: LinkDirection, _ path: StreamPath, _ target: LinkTarget) {
        self.direction = direction
        self.path = path
        self.target = target
    }
}
