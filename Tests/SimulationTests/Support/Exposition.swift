import Testing

/// A page in the Prometheus text exposition format, version 0.0.4, read strictly.
struct Exposition {
    struct Sample {
        var name: String
        var labels: [String: String]
        var value: Double
    }

    struct Metric {
        var help: String
        var type: String
        var samples: [Sample] = []
    }

    private(set) var metrics: [String: Metric] = [:]

    /// - Throws: what is wrong, and where.
    init(parsing text: String) throws {
        try #require(text.hasSuffix("\n"), "the last line has no end")
        var help: (name: String, text: String)?
        var current = ""
        var seen: Set<String> = []
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if let match = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (\S.*)/) {
                help = (String(match.1), String(match.2))
            } else if let match = line.wholeMatch(of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)/) {
                current = String(match.1)
                let help = try #require(help, "no help before \(line)")
                try #require(help.name == current && metrics[current] == nil, "out of place: \(line)")
                metrics[current] = Metric(help: help.text, type: String(match.2))
            } else {
                let sample = try #require(Sample(parsing: line), "not a sample: \(line)")
                let type = try #require(metrics[current]?.type, "nothing announces \(line)")
                let names =
                    type == "histogram" ? ["_bucket", "_sum", "_count"].map { current + $0 } : [current]
                try #require(names.contains(sample.name), "under \(current): \(line)")
                let key = String(line.prefix { $0 != " " })
                try #require(seen.insert(key).inserted, "twice: \(line)")
                metrics[current]?.samples.append(sample)
            }
        }
    }

    /// The value of the one sample of that name and those labels.
    func value(_ name: String, _ labels: [String: String]) -> Double? {
        let found = metrics.values.flatMap(\.samples).filter { $0.name == name && $0.labels == labels }
        return found.count == 1 ? found[0].value : nil
    }
}

extension Exposition.Sample {
    /// Nil for what is no sample line with labels.
    init?(parsing line: String) {
        guard let match = line.wholeMatch(of: /([a-zA-Z_:][a-zA-Z0-9_:]*)\{([^}]*)\} (\S+)/),
            let value = Double(match.3)
        else { return nil }
        var labels: [String: String] = [:]
        for label in match.2.split(separator: ",", omittingEmptySubsequences: false) {
            guard let parts = label.wholeMatch(of: /([a-zA-Z_][a-zA-Z0-9_]*)="([^"\\]*)"/),
                labels.updateValue(String(parts.2), forKey: String(parts.1)) == nil
            else { return nil }
        }
        self.init(name: String(match.1), labels: labels, value: value)
    }
}
