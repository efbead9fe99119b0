package import Bytes

/// Appends a header extension: begin it with the initialiser, ``append(id:data:to:)`` the elements, ``finish(_:)`` it.
package struct HeaderExtensionWriter {
    private let form: HeaderExtensionForm
    private let start: Int

    package init(_ form: HeaderExtensionForm, to writer: inout ByteWriter) {
        self.form = form
        writer.write(form.profile)
        writer.write(UInt16(0))
        start = writer.count
    }

    /// Appends an element. False, and nothing written, when the form has no room for its identifier or its length, or when
    /// the extension would outgrow ``maximumLength``.
    package func append(id: UInt8, data: Span<UInt8>, to writer: inout ByteWriter) -> Bool {
        let length = form.elementHeaderLength + data.count
        guard form.fits(id: id, length: data.count), writer.count - start + length <= Self.maximumLength else {
            return false
        }
        switch form {
        case .oneByte:
            writer.write(id << 4 | UInt8(data.count - 1))
        case .twoByte:
            writer.write(id)
            writer.write(UInt8(data.count))
        }
        writer.write(data)
        return true
    }

    /// Pads the elements to whole words and fills in their length.
    package func finish(_ writer: inout ByteWriter) {
        let length = writer.count - start
        writer.writeZeros((4 - length % 4) % 4)
        writer.patch(UInt16((length + 3) / 4), at: start - 2)
    }

    /// Bytes of extension data that we write at most: our choice, well above what is ever negotiated and below a packet.
    package static let maximumLength = 1_024
}
