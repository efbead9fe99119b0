import CLibAVFormat

/// What libavformat reads a file by: our descriptor, at places of its choosing. It opens nothing itself.
///
/// Each call of libavformat may read ``allowance`` bytes, so that no damaged or hostile file keeps it busy for hours.
final class DemuxerInput {
    /// For `AVFormatContext.pb`; freed with this.
    private(set) var context: UnsafeMutablePointer<AVIOContext>?
    /// Whether the file could not be read, or ``allowance`` was not enough.
    private(set) var hasFailed = false
    private let file: OpenedFile
    private var position: Int64 = 0
    private var remaining = DemuxerInput.allowance

    /// - Throws: when memory is short.
    init(_ file: OpenedFile) throws(MediaFileError) {
        self.file = file
        guard let buffer = av_malloc(Self.bufferSize) else { throw .outOfMemory }
        context = avio_alloc_context(
            buffer.assumingMemoryBound(to: UInt8.self), Int32(Self.bufferSize), 0,
            // Not retained: the context lives no longer than this.
            Unmanaged.passUnretained(self).toOpaque(),
            { opaque, bytes, count in
                DemuxerInput.of(opaque)?.read(into: bytes, count: count) ?? clibavformat_input_failed()
            }, nil,
            { opaque, offset, whence in
                DemuxerInput.of(opaque)?.seek(to: offset, whence) ?? Int64(clibavformat_input_failed())
            })
        guard context != nil else {
            av_free(buffer)
            throw .outOfMemory
        }
    }

    deinit {
        // libavformat may have put another buffer in the place of ours.
        if let context { av_freep(&context.pointee.buffer) }
        avio_context_free(&context)
    }

    /// Another call of libavformat begins.
    func renewAllowance() {
        remaining = Self.allowance
        hasFailed = false
    }

    private func read(into bytes: UnsafeMutablePointer<UInt8>?, count: Int32) -> Int32 {
        guard let bytes, count > 0, remaining > 0, let result = file.read(into: bytes, count: Int(count), at: position)
        else {
            hasFailed = true
            return clibavformat_input_failed()
        }
        guard result > 0 else { return clibavformat_end_of_file() }
        position += Int64(result)
        remaining -= result
        return Int32(truncatingIfNeeded: result)
    }

    private func seek(to offset: Int64, _ whence: Int32) -> Int64 {
        let target: (Int64, overflow: Bool)
        switch whence & ~AVSEEK_FORCE {
        case AVSEEK_SIZE: return file.size
        case SEEK_SET: target = (offset, false)
        case SEEK_CUR: target = position.addingReportingOverflow(offset)
        case SEEK_END: target = file.size.addingReportingOverflow(offset)
        default: return Int64(clibavformat_input_failed())
        }
        guard !target.overflow, target.0 >= 0 else { return Int64(clibavformat_input_failed()) }
        position = target.0
        return position
    }

    /// libavformat hands back what `init` gave it.
    private static func of(_ opaque: UnsafeMutableRawPointer?) -> DemuxerInput? {
        opaque.map { Unmanaged<DemuxerInput>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Bytes that one call may read (our choice): a file without an index is walked through to find a place in it.
    private static let allowance = 256 << 20
    /// Bytes that are read at once (our choice).
    private static let bufferSize = 64 << 10
}
