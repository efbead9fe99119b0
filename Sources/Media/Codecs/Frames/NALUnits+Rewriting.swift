package import Bytes

extension NALUnits {
    /// The same units, each behind its length in four bytes: the form of frames in Turnout.
    ///
    /// Throws `malformed` when the frame breaks its form, and `tooLarge` when it would have more than
    /// ``Frame/maximumSize`` bytes.
    /// - Parameter form: the form that `bytes` are in.
    package static func canonical(_ bytes: Span<UInt8>, from form: Form) throws(CodecError) -> [UInt8] {
        // Lengths may grow from one byte to four, so a frame of tiny units grows too.
        guard bytes.count <= Frame.maximumSize else { throw .tooLarge }
        var writer = ByteWriter(capacity: bytes.count + 16)
        var units = NALUnits(form)
        while let unit = units.next(in: bytes) {
            append(bytes.extracting(unit), to: &writer)
            guard writer.count <= Frame.maximumSize else { throw .tooLarge }
        }
        guard !units.isMalformed else { throw .malformed }
        return writer.bytes
    }

    /// Writes one unit behind its length in four bytes.
    /// - Parameter unit: at most ``Frame/maximumSize`` bytes.
    package static func append(_ unit: Span<UInt8>, to writer: inout ByteWriter) {
        writer.write(UInt32(truncatingIfNeeded: unit.count))
        writer.write(unit)
    }
}
