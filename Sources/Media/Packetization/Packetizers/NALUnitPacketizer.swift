import Codecs

/// The payload form of a codec of NAL units, and what belongs to a track of it.
protocol NALUnitTrackForm: NALUnitPayloadForm {
    /// The units that decoders need before a keyframe; each can be sent.
    var parameterSets: [ArraySlice<UInt8>] { get }
}

/// H.264 and H.265: a NAL unit alone, several small ones in an aggregate, or a fragment of a large one.
///
/// Neighbours share a payload as long as they fit, whatever they are: on keyframes the parameter sets and what else is small in
/// front of the first slice, and all of a frame whose slices are small. Each payload saved is one less that breaks a train
/// (``EqualFragments``): a picture in a single slice is one short aggregate and then equal fragments, on other frames the
/// fragments alone.
struct NALUnitPacketizer<Form: NALUnitTrackForm>: Sendable {
    private let form: Form
    private let writer: NALUnitWriter<Form>

    init(_ form: Form, maximumPayload: Int) {
        self.form = form
        writer = NALUnitWriter(maximum: maximumPayload)
    }

    func packetize(_ frame: Frame, into payloads: inout PayloadList) {
        var units = frame.isKeyframe ? form.parameterSets : []
        let parameterSets = units.count
        appendUnits(of: frame.bytes, to: &units)
        // Parameter sets without a picture are not a frame.
        guard units.count > parameterSets else { return }
        writer.write(units, to: &payloads)
    }

    /// The units of a frame, up to the first length that lies.
    private func appendUnits(of bytes: [UInt8], to units: inout [ArraySlice<UInt8>]) {
        var places = NALUnits()
        while units.count < Self.maximumUnits, let place = places.next(in: bytes.span) {
            if Form.canBeSent(bytes.span.extracting(place)) { units.append(bytes[place]) }
        }
    }

    /// NAL units of a frame, with parameter sets (our choice): pictures have at most 600 slices in any level.
    private static var maximumUnits: Int { 4_096 }
}
