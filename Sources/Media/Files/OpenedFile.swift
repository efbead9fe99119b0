import CLibAVFormat

/// A regular file that is open for reading.
package final class OpenedFile: Sendable {
    private let handle: FileHandle
    /// Bytes in it when it was opened.
    let size: Int64

    /// Opens a file that the operator named, wherever it is.
    package convenience init(path: String) throws(MediaFileError) {
        try self.init(FileHandle(clibavformat_find(path)))
    }

    /// Opens what was found, and nothing else.
    init(_ found: borrowing FileHandle) throws(MediaFileError) {
        // Asked before it is opened: a FIFO or a device may act on that.
        guard found.isOpen, found.size != nil else { throw .notFound }
        let handle = FileHandle(clibavformat_open(found.link))
        guard handle.isOpen, let size = handle.size else { throw .notFound }
        self.handle = handle
        self.size = size
    }

    /// Reads from a place on; may wait for a disk.
    /// - Parameters:
    ///   - buffer: room for `count` bytes.
    ///   - offset: 0 or more.
    /// - Returns: how many bytes were read, 0 at the end; nil on failure.
    func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int, at offset: Int64) -> Int? {
        let result = clibavformat_read(handle.descriptor, buffer, count, offset)
        return result >= 0 ? Int(result) : nil
    }
}

/// A file descriptor, closed with the value.
struct FileHandle: ~Copyable, Sendable {
    /// Negative when opening failed.
    let descriptor: Int32

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        if isOpen { close(descriptor) }
    }

    var isOpen: Bool { descriptor >= 0 }

    /// By this path the system opens the very same file, whatever has become of its name.
    var link: String { "/proc/self/fd/\(descriptor)" }

    /// The path of what is open, without symbolic links; nil beyond ``longestPlace`` or without /proc.
    var place: [UInt8]? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Self.longestPlace) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let count = readlink(link, start, buffer.count)
            guard count > 0, count < buffer.count else { return nil }
            return buffer[..<count].map { UInt8(bitPattern: $0) }
        }
    }

    /// Bytes in it; nil of everything but a regular file.
    var size: Int64? {
        let size = clibavformat_size(descriptor)
        return size >= 0 ? size : nil
    }

    /// Bytes of a path (PATH_MAX of Linux).
    private static let longestPlace = 4_096
}
