package import Net

/// What is known of a layer when one has to be chosen.
package struct LayerFacts: Sendable {
    /// Width times height of its last keyframe; 0 when unknown.
    package var pixels: Int
    /// Bits a second, lately.
    package var bitrate: Int
    /// When its last packet came; nil before the first.
    package var lastArrival: Instant?

    package init(pixels: Int, bitrate: Int, lastArrival: Instant?) {
        self.pixels = pixels
        self.bitrate = bitrate
        self.lastArrival = lastArrival
    }
}

/// Chooses the layer of a simulcast track that viewers get: the best one that is alive.
package enum LayerSelector {
    /// The index of the layer with most pixels among those heard of lately, by bitrate where pixels are equal or unknown.
    /// Nil when none is alive.
    package static func best(of layers: [LayerFacts], now: Instant) -> Int? {
        let alive = layers.indices.filter { index in
            layers[index].lastArrival.map { $0.duration(to: now) <= silence } ?? false
        }
        return alive.max { left, right in
            (layers[left].pixels, layers[left].bitrate) < (layers[right].pixels, layers[right].bitrate)
        }
    }

    /// A layer that was silent for longer has been switched off by its publisher: at 5 frames a second, ten are missing.
    package static let silence = Duration.seconds(2)
}
