import Bytes

/// Writes Action Message Format 0 (AMF0 specification, §2).
package enum AMF0Writer {
    /// The values one after the other, as a command or script data holds them.
    package static func bytes(of values: [AMF0Value]) -> [UInt8] {
        var writer = ByteWriter()
        for value in values { write(value, to: &writer) }
        return writer.bytes
    }

    private static func write(_ value: AMF0Value, to writer: inout ByteWriter) {
        switch value {
        case .number(let number):
            writer.write(AMF0Reader.Marker.number.rawValue)
            writer.write(number.bitPattern)
        case .boolean(let boolean):
            writer.write(AMF0Reader.Marker.boolean.rawValue)
            writer.write(boolean ? 1 : 0 as UInt8)
        case .string(let text):
            write(text, to: &writer)
        case .object(let properties):
            writer.write(AMF0Reader.Marker.object.rawValue)
            write(properties, to: &writer)
        case .null:
            writer.write(AMF0Reader.Marker.null.rawValue)
        case .undefined:
            writer.write(AMF0Reader.Marker.undefined.rawValue)
        case .ecmaArray(let properties):
            writer.write(AMF0Reader.Marker.ecmaArray.rawValue)
            writer.write(UInt32(clamping: properties.count))
            write(properties, to: &writer)
        case .strictArray(let values):
            writer.write(AMF0Reader.Marker.strictArray.rawValue)
            writer.write(UInt32(clamping: values.count))
            for value in values { write(value, to: &writer) }
        case .date(let milliseconds):
            writer.write(AMF0Reader.Marker.date.rawValue)
            writer.write(milliseconds.bitPattern)
            // The time zone, which is reserved (§2.13).
            writer.write(0 as UInt16)
        }
    }

    private static func write(_ text: String, to writer: inout ByteWriter) {
        let bytes = Array(text.utf8)
        if let count = UInt16(exactly: bytes.count) {
            writer.write(AMF0Reader.Marker.string.rawValue)
            writer.write(count)
        } else {
            writer.write(AMF0Reader.Marker.longString.rawValue)
            writer.write(UInt32(clamping: bytes.count))
        }
        writer.write(bytes)
    }

    /// Properties and the end marker. A name has 65,535 bytes at most; what is more is cut off.
    private static func write(_ properties: [AMF0Property], to writer: inout ByteWriter) {
        for property in properties {
            let name = Array(property.name.utf8.prefix(Int(UInt16.max)))
            writer.write(UInt16(clamping: name.count))
            writer.write(name)
            write(property.value, to: &writer)
        }
        writer.write(0 as UInt16)
        writer.write(AMF0Reader.Marker.objectEnd.rawValue)
    }
}
