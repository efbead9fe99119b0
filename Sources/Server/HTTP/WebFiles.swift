import CWebPages
import Hummingbird

/// The files of `web/` that are in the binary, by name.
let embeddedWebFiles: [String: ByteBuffer] = Dictionary(
    uniqueKeysWithValues: (0..<turnout_web_file_count()).map { index in
        let file = turnout_web_file_at(index)
        return (
            String(cString: file.name), ByteBuffer(bytes: UnsafeBufferPointer(start: file.bytes, count: file.count))
        )
    })
