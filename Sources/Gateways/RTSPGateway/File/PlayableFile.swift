package import Codecs
package import Files

/// What a playback reads: ``MediaFile``, or what a test puts in its place.
package protocol PlayableFile {
    var tracks: [TrackFormat] { get }
    var start: MediaTime { get }
    var duration: Int64? { get }
    mutating func read() throws(MediaFileError) -> FileFrame?
    mutating func seek(to time: MediaTime) throws(MediaFileError) -> MediaTime
}

extension MediaFile: PlayableFile {}
