/// Why a file cannot be played, or no further.
package enum MediaFileError: Error, Sendable, Equatable {
    /// The name is none of a file in the folder, whatever is in it: it leads elsewhere, or is hidden.
    case refused
    /// There is no such file, or it may not be read, or it is none that can be played: a folder, a device.
    case notFound
    /// libavformat cannot read it, or nothing in it can be sent, or it is damaged here; with a sentence.
    case unplayable(String)
}
