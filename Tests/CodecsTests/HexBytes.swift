import Bytes
import Codecs

/// The bytes of hexadecimal text, which a test has written down.
func unhex(_ text: String) -> [UInt8] {
    guard let bytes = Bytes.Hex.bytes(text) else { preconditionFailure("no hexadecimal text: \(text)") }
    return bytes
}

/// The units that a walk finds, and whether it says that the frame is malformed.
func walk(_ bytes: [UInt8], _ form: NALUnits.Form) -> (units: [[UInt8]], isMalformed: Bool) {
    var units = NALUnits(form)
    var found: [[UInt8]] = []
    while let unit = units.next(in: bytes.span) { found.append(Array(bytes[unit])) }
    return (found, units.isMalformed)
}

/// A NAL unit behind its length in four bytes.
func framed(_ units: [UInt8]...) -> [UInt8] {
    units.flatMap { unit in (0..<4).map { UInt8(truncatingIfNeeded: unit.count >> (24 - 8 * $0)) } + unit }
}
