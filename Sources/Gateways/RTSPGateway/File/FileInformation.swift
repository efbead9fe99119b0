package import Codecs
package import Files
import Packetization

/// What is in a file, for the answer to DESCRIBE.
package struct FileInformation: Sendable, Equatable {
    /// What can be sent, in the file's order; at least one.
    package var tracks: [Track]
    /// Nil when the file does not say.
    package var duration: Duration?
    /// What of the file is left out, a sentence for each.
    package var notes: [String]

    package struct Track: Sendable, Equatable {
        /// Its index in ``MediaFile/tracks``.
        package var index: Int
        package var format: TrackFormat
        /// What its packets are; of a dynamic payload type the number is still to be chosen.
        package var packets: PacketFormat
    }

    /// Reads it on a thread of its own.
    /// - Parameters:
    ///   - open: opens the file; called on the thread.
    ///   - answer: called once, on the thread, or at once.
    package static func read(
        threads: FileThreads = .shared, open: @escaping @Sendable () throws(MediaFileError) -> MediaFile,
        answer: @escaping @Sendable (Result<FileInformation, PlaybackError>) -> Void
    ) {
        let isStarted = threads.start("describe-file") {
            do throws(MediaFileError) {
                answer(.success(try FileInformation(try open())))
            } catch {
                answer(.failure(.file(error)))
            }
        }
        if !isStarted { answer(.failure(.overloaded)) }
    }

    init(_ file: MediaFile) throws(MediaFileError) {
        (tracks, notes) = ([], file.notes)
        duration = file.duration.map { .nanoseconds($0) }
        for (index, format) in file.tracks.enumerated() {
            if let packets = PacketFormat(packetsOf: format) {
                tracks.append(Track(index: index, format: format, packets: packets))
            } else {
                notes.append("There are no RTP packets of this \(format.codec.displayName) (track \(index)).")
            }
        }
        guard !tracks.isEmpty else { throw .unplayable(notes.joined(separator: " ")) }
    }
}
