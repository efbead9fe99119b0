import Codecs
import DTLS
import ICE
import Net
import RTP
import SDP

/// What a server's answer says to one of our offers, checked as far as a client needs it.
struct SessionAnswer: Sendable {
    let credentials: ICECredentials
    /// One or more.
    let fingerprints: [DTLSFingerprint]
    /// Ours, by the server's `a=setup`.
    let dtlsRole: DTLSRole
    /// Where the server is reached by UDP, one or more, the best first.
    let candidates: [SocketAddress]
    /// As many as the offer has.
    let sections: [Section]

    struct Section: Sendable, Equatable {
        /// Whether media may flow the way that was offered.
        var isAccepted: Bool
        /// The first payload type that we know, and so the codec that is sent; nil when there is none.
        var payloadType: UInt8?
        /// Whether repeated packets have a source of their own.
        var hasRetransmission: Bool
        /// Ids of the header extensions that were accepted.
        var midExtension: UInt8?
        var transportExtension: UInt8?
        /// The source that the server names first; nil when it names none.
        var ssrc: UInt32?
    }

    /// - Parameter preferred: The server's address, as its URL names it: a candidate there is tried first.
    init(
        parsing text: String, to offer: SessionOffer, preferred: IPAddress? = nil
    ) throws(AnswerError) {
        let description: SessionDescription
        do throws(SDPError) { description = try SessionDescription(parsing: text) } catch { throw .notSDP("\(error)") }
        guard description.media.count == offer.sections.count else {
            throw .sectionCount(answered: description.media.count, offered: offer.sections.count)
        }
        sections = zip(description.media, offer.sections).map { Section($0, session: description.attributes, to: $1) }
        let accepted = zip(description.media, sections).filter(\.1.isAccepted).map(\.0.attributes)
        guard let first = accepted.first else { throw .everythingRefused }

        // In a bundle the first section that is used speaks for all; some servers describe the transport only once.
        let places = [first, description.attributes] + accepted.dropFirst()
        credentials = try Self.credentials(places)
        fingerprints = try Self.fingerprints(places)
        dtlsRole = places.lazy.compactMap(\.setup).first == .active ? .server : .client
        candidates = try Self.candidates(accepted + [description.attributes], preferred: preferred)
    }

    private static func credentials(_ places: [[Attribute]]) throws(AnswerError) -> ICECredentials {
        guard let ufrag = places.lazy.compactMap(\.iceUfrag).first,
            let password = places.lazy.compactMap(\.icePassword).first,
            let credentials = try? ICECredentials(ufrag: ufrag, password: password)
        else { throw .noCredentials }
        return credentials
    }

    private static func fingerprints(_ places: [[Attribute]]) throws(AnswerError) -> [DTLSFingerprint] {
        let offered = places.lazy.map(\.fingerprints).first { !$0.isEmpty } ?? []
        let known = offered.compactMap { DTLSFingerprint(sdp: $0.description) }
        guard !known.isEmpty else { throw .noFingerprint }
        return known
    }

    private static func candidates(
        _ places: [[Attribute]], preferred: IPAddress?
    ) throws(AnswerError) -> [SocketAddress] {
        let all = places.flatMap(\.candidates)
        guard !all.isEmpty else { throw .noCandidates }
        let usable = all.filter { $0.component == 1 && $0.transport == .udp && $0.port != 0 }
            .sorted { $0.priority > $1.priority }
        var addresses: [SocketAddress] = []
        for address in usable.compactMap(\.socketAddress) where !addresses.contains(address) {
            // A link-local address of IPv6 says nothing without its interface.
            guard address.ip.isIPv4 || !address.ip.isLinkLocal else { continue }
            addresses.append(address)
        }
        guard !addresses.isEmpty else { throw .noUsableCandidate(all.map { "\($0.address) (\($0.transport))" }) }
        return addresses.filter { $0.ip == preferred } + addresses.filter { $0.ip != preferred }
    }
}

extension SessionAnswer.Section {
    init(_ description: MediaDescription, session: [Attribute], to offered: SessionOffer.Section) {
        let attributes = description.attributes
        let known = description.payloadTypes.filter { payloadType in
            switch OfferedPayload(payloadType: payloadType) {
            case .audio: offered.kind == .audio
            case .video(let codec): offered.codecs.contains(codec)
            case .retransmission, nil: false
            }
        }
        let direction = attributes.direction ?? session.direction ?? .sendReceive
        isAccepted = description.port != 0 && direction != .inactive && !known.isEmpty
        payloadType = known.first
        hasRetransmission = known.first.map { description.payloadTypes.contains($0 + 1) } ?? false
        let extensions = attributes.extensionMaps
        func id(_ kind: HeaderExtensionKind) -> UInt8? {
            extensions.first { $0.uri == kind.uri }.flatMap { UInt8(exactly: $0.id) }
        }
        midExtension = id(.mid)
        transportExtension = id(.transportSequence)
        ssrc = attributes.sourceGroups.first?.ssrcs.first ?? attributes.sources.first?.ssrc
    }
}

/// What is wrong with an answer, for people.
enum AnswerError: Error, Equatable, CustomStringConvertible {
    case notSDP(String)
    case sectionCount(answered: Int, offered: Int)
    case everythingRefused
    case noCredentials
    case noFingerprint
    case noCandidates
    /// With what was there.
    case noUsableCandidate([String])

    var description: String {
        switch self {
        case .notSDP(let problem):
            "the server's answer is no session description: \(problem)"
        case .sectionCount(let answered, let offered):
            "the server's answer has \(answered) media sections, the offer had \(offered)"
        case .everythingRefused:
            "the server's answer refuses all media: no section is active with a codec of the offer"
        case .noCredentials:
            "the server's answer has no ICE credentials"
        case .noFingerprint:
            "the server's answer has no certificate fingerprint by SHA-256 or better"
        case .noCandidates:
            "the server's answer names no address to send to (it has no ICE candidates)"
        case .noUsableCandidate(let others):
            "the server's answer names no address that can be used; it takes an IP address and UDP, and there is "
                + others.prefix(4).joined(separator: ", ")
        }
    }
}
