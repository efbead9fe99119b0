package import Codecs
import FramePlane
import GatewaySupport
package import SDP

/// What a publisher says that it sends: the SDP body of its ANNOUNCE, or of a server's answer to DESCRIBE (RFC 2326
/// §10.2, §10.3, appendix C).
///
/// Cameras and encoders write much that SDP does not allow. What makes no sense is passed over, and noted; only a body
/// in which no track is left is refused.
///
/// Assumptions: of several payload types in a line the first that is known is the one that is sent; the port of a line
/// means nothing, as ports are agreed on by SETUP; neither does its direction, but that what is `sendonly` beside what
/// is `recvonly` is for clients to send (ONVIF Streaming Specification §5.3); media over anything but plain RTP is no
/// track.
package struct AnnouncedStream: Equatable, Sendable {
    /// In the body's order, 1...``FramePublication/maximumTracks``.
    package var tracks: [AnnouncedTrack]
    /// Of the whole stream: a URL, absolute or relative to the stream's, or `*`; nil where nothing is said (appendix
    /// C.1.1).
    package var control: String?
    /// The value of the session's `a=range`, e.g. `npt=0-30.5`; nil where nothing is said (appendix C.1.5).
    package var range: String?
    /// What was passed over, for the log.
    package var omissions: [Omission]

    /// - Parameter body: UTF-8, or else taken for ISO 8859-1 (Latin-1).
    package init(body: [UInt8]) throws(AnnouncementError) {
        var problems: [SDPError] = []
        let description: SessionDescription
        do throws(SDPError) {
            description = try SessionDescription(lenientlyParsing: Self.text(body), problems: &problems)
        } catch {
            throw .tooLarge(error)
        }
        tracks = []
        control = description.attributes.text("control")
        range = description.attributes.text("range")
        omissions = problems.map { .line($0) }
        let receives = description.media.contains { $0.attributes.direction == .receiveOnly }
        for (index, section) in description.media.enumerated() {
            if receives, section.attributes.direction == .sendOnly {
                omissions.append(.media(index, .backChannel))
            } else {
                add(section, at: index)
            }
        }
        guard !tracks.isEmpty else { throw .noTracks(omissions) }
    }

    private mutating func add(_ section: MediaDescription, at index: Int) {
        guard section.isPlainRTP, let media = PacketFormat.Media(rawValue: section.media.lowercased()) else {
            return omissions.append(.media(index, .notRTP))
        }
        guard let format = section.packetFormat(media) else { return omissions.append(.media(index, .unknownFormat)) }
        guard tracks.count < FramePublication.maximumTracks else {
            return omissions.append(.media(index, .tooManyTracks))
        }
        tracks.append(AnnouncedTrack(format: format, control: section.attributes.text("control")))
    }

    /// Every text is Latin-1, so that no name with an umlaut spoils what is written around it.
    private static func text(_ body: [UInt8]) -> String {
        if let text = String(validating: body, as: UTF8.self) { return text }
        var text = ""
        text.unicodeScalars.append(contentsOf: body.lazy.map { Unicode.Scalar($0) })
        return text
    }
}

/// One track of an ``AnnouncedStream``.
package struct AnnouncedTrack: Equatable, Sendable {
    package var format: PacketFormat
    /// The value of its `a=control`: a URL, absolute or relative to the stream's; nil where nothing is said, as is
    /// legal for a single track.
    package var control: String?
}

/// What of a description was passed over.
package enum Omission: Equatable, Sendable, CustomStringConvertible {
    case line(SDPError)
    /// The description's media section of this index, counted from 0 among those that could be read.
    case media(Int, Reason)

    package enum Reason: Equatable, Sendable {
        /// Its transport is not plain RTP, or its media no kind that RTP carries.
        case notRTP
        /// None of its payload types is static or has an `a=rtpmap`.
        case unknownFormat
        /// Clients send it, to be heard where the camera is.
        case backChannel
        /// It is one more than ``FramePublication/maximumTracks``.
        case tooManyTracks
    }

    package var description: String {
        switch self {
        case .line(let error): error.description
        case .media(let index, .notRTP): "Media section \(index + 1) is not audio, video or data over plain RTP."
        case .media(let index, .unknownFormat):
            "Media section \(index + 1) does not say what its payload types are (no \"a=rtpmap\")."
        case .media(let index, .backChannel): "Media section \(index + 1) is for clients to send."
        case .media(let index, .tooManyTracks):
            "Media section \(index + 1) is one more than the \(FramePublication.maximumTracks) tracks of a stream."
        }
    }
}

/// Why a description is refused.
package enum AnnouncementError: Error, Equatable, Sendable {
    /// It passes a limit of ``SDPLimits``.
    case tooLarge(SDPError)
    /// No track is left of it, for these reasons.
    case noTracks([Omission])
}
