/// Why a file cannot be played.
package enum MediaFileError: Error, Sendable, Equatable {
    /// There is no such file, or it may not be read.
    case notFound
    /// libavformat cannot read it, or nothing in it can be sent; with a sentence.
    case unplayable(String)
}
