/// Why a tag gave no items, or fewer than it has. What was read of other tracks of the same tag stands, and the reader
/// stays usable after any of them.
package enum FLVError: Error, Hashable, Sendable {
    /// Cut, or against its format. The publisher's fault.
    case malformed
    /// A codec or a kind of packet that Turnout does not carry, by name, e.g. `Sorenson H.263`. Thrown once for each
    /// name: its tags are passed over from then on.
    case unsupported(String)
    /// Frames came of a track before what a decoder must know of it. Thrown once for each track; they are passed over
    /// until that comes.
    case missingConfiguration(FLVTrack)
    /// More than ``FLVReader/maximumTracks``. Thrown once: further tracks are passed over.
    case tooManyTracks
    /// A frame of more than ``Frame/maximumSize`` bytes, or a configuration beyond its codec's limits.
    case tooLarge
}
