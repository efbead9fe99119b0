import Bytes
import Codecs

/// VP9 (RFC 9628). The frames of a picture's spatial layers become one superframe, which ends with the marker.
struct VP9PayloadFormat: PayloadFormat {
    private var frame = FrameAssembly()
    /// Where the layers' frames end in the picture so far; at most ``maximumLayers``.
    private var layerEnds: [Int] = []
    /// Whether the last packet left its layer's frame unfinished.
    private var isInsideLayer = false
    /// Whether nothing in the picture is predicted from an earlier one.
    private var isIndependent = false
    /// The layers' sizes as the picture's first packets tell them, and the highest layer that came.
    private var layerSizes: [(width: Int, height: Int)] = []
    private var highestLayer = 0

    var needsKeyframe: Bool { frame.needsKeyframe }

    mutating func receive(
        payload: Span<UInt8>, timestamp: Int64, marker: Bool, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload) {
        var reader = ByteReader(payload)
        guard let descriptor = try? VP9Descriptor(&reader), !reader.isAtEnd else { throw MalformedPayload() }
        if frame.isNew(timestamp) {
            finish(into: &items)
            begin(descriptor, at: timestamp)
        }
        // A layer's frame begins where none is unfinished, and only there.
        if descriptor.startsFrame == isInsideLayer || layerEnds.count == Self.maximumLayers { frame.breakOff() }
        frame.append(reader.readRest())
        isInsideLayer = !descriptor.endsFrame
        if descriptor.endsFrame, !frame.isBroken { layerEnds.append(frame.bytes.count) }
        if !descriptor.layerSizes.isEmpty { layerSizes = descriptor.layerSizes }
        highestLayer = max(highestLayer, descriptor.spatialLayer)
        if marker { finish(into: &items) }
    }

    mutating func noteLoss() {
        frame.noteLoss()
    }

    private mutating func begin(_ descriptor: VP9Descriptor, at timestamp: Int64) {
        frame.begin(at: timestamp)
        layerEnds.removeAll(keepingCapacity: true)
        isInsideLayer = false
        isIndependent = !descriptor.isPredicted
        layerSizes = []
        highestLayer = 0
        // Higher layers are nothing without the lowest.
        if descriptor.spatialLayer != 0 { frame.breakOff() }
    }

    private mutating func finish(into items: inout [DepacketizedItem]) {
        if isInsideLayer { frame.breakOff() }
        isInsideLayer = false
        // Some senders say of every picture that it is not predicted, so its own header decides with the descriptor.
        var format = isIndependent ? TrackFormat.vp9(keyframe: frame.bytes.span) : nil
        let isKeyframe = format != nil
        if isKeyframe, highestLayer < layerSizes.count {
            format?.width = layerSizes[highestLayer].width
            format?.height = layerSizes[highestLayer].height
        }
        if layerEnds.count > 1 { appendSuperframeIndex() }
        frame.finish(isKeyframe: isKeyframe, format: format, into: &items)
    }

    /// The index that tells a decoder where the frames of a superframe begin (VP9 bitstream specification annex B).
    private mutating func appendSuperframeIndex() {
        var sizes: [Int] = []
        var start = 0
        for end in layerEnds {
            sizes.append(end - start)
            start = end
        }
        let width = max(1, (Int.bitWidth - (sizes.max() ?? 0).leadingZeroBitCount + 7) / 8)
        guard frame.hasRoom(for: 2 + width * sizes.count) else { return }
        let marker = 0xC0 | UInt8(truncatingIfNeeded: (width - 1) << 3 | (sizes.count - 1))
        frame.bytes.append(marker)
        for size in sizes {
            for byte in 0..<width { frame.bytes.append(UInt8(truncatingIfNeeded: size >> (8 * byte))) }
        }
        frame.bytes.append(marker)
    }

    /// Frames in a superframe, and spatial layers that a descriptor can name.
    private static let maximumLayers = 8
}
