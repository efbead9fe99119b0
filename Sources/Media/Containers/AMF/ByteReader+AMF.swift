import Bytes

/// Reads that say what is wrong in the words of AMF.
extension ByteReader {
    mutating func amfUInt8() throws(AMFError) -> UInt8 {
        do throws(EndOfBytes) { return try readUInt8() } catch { throw .truncated }
    }

    mutating func amfUInt16() throws(AMFError) -> UInt16 {
        do throws(EndOfBytes) { return try readUInt16() } catch { throw .truncated }
    }

    mutating func amfUInt32() throws(AMFError) -> UInt32 {
        do throws(EndOfBytes) { return try readUInt32() } catch { throw .truncated }
    }

    mutating func amfDouble() throws(AMFError) -> Double {
        do throws(EndOfBytes) { return Double(bitPattern: try readUInt64()) } catch { throw .truncated }
    }

    /// Text of `count` bytes. What is not UTF-8 in it is replaced.
    mutating func amfText(_ count: Int) throws(AMFError) -> String {
        guard let slice = try? readSlice(count) else { throw .truncated }
        if let text = try? UTF8Span(validating: slice) { return String(copying: text) }
        var bytes: [UInt8] = []
        for index in slice.indices { bytes.append(slice[index]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
