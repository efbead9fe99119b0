package import Cryptography

/// Unprotects what one peer sends, RTP and RTCP (RFC 3711, RFC 7714), in place.
///
/// Nothing is remembered of a packet that is not authentic. Of each SSRC that sent one, the receiver keeps the highest
/// index and a replay window, for the receiver's life: forgetting a source would let its old packets in again. So a
/// peer has at most ``maximumSources``, and a further one is refused. When an error is thrown, the packet's bytes may
/// be changed and mean nothing.
///
/// Allocates only when a source is new. Owned by one worker: not for use from two threads at a time.
package final class SRTPReceiver {
    private let profile: SRTPProfile
    private let rtp: PacketTransform
    private let rtcp: PacketTransform
    private var sources = SourceTable(limit: SRTPReceiver.maximumSources)

    /// Derives the session keys. Throws `unsupported` when the master key's lengths are not the profile's.
    package convenience init(
        profile: SRTPProfile, masterKey: SRTPMasterKey, engine: CipherEngine = .preferred
    ) throws(SRTPError) {
        let derivation = try KeyDerivation(profile: profile, masterKey: masterKey)
        try self.init(profile: profile, rtpKeys: derivation.rtpKeys(), rtcpKeys: derivation.rtcpKeys(), engine: engine)
    }

    /// A receiver with session keys of its own: for test vectors.
    package init(
        profile: SRTPProfile, rtpKeys: SRTPSessionKeys, rtcpKeys: SRTPSessionKeys, engine: CipherEngine = .preferred
    ) throws(SRTPError) {
        self.profile = profile
        rtp = try PacketTransform(profile: profile, keys: rtpKeys, engine: engine)
        rtcp = try PacketTransform(profile: profile, keys: rtcpKeys, engine: engine)
    }

    /// What does the work.
    package var engine: CipherEngine { rtp.engine }

    /// Decrypts an RTP packet in place and returns the length of header and payload, without the tag. Throws
    /// `malformed`, `authenticationFailed`, `replayed` or `tooManySources`.
    package func unprotectRTP(_ packet: UnsafeMutableRawBufferPointer) throws(SRTPError) -> Int {
        let bytes = packet.assumingMemoryBound(to: UInt8.self)
        let headerLength = try PacketLayout.rtpHeaderLength(bytes.span, trailerLength: profile.rtpTagLength)
        // The header was there, so there is a base address; the lengths below lie within the packet.
        let start = bytes.baseAddress.unsafelyUnwrapped
        let length = bytes.count - profile.rtpTagLength
        let ssrc = start.loadUInt32(at: PacketLayout.rtpSSRCOffset)
        let sequence = UnsafePointer(start).loadUInt16(at: PacketLayout.rtpSequenceOffset)
        let index = try authenticIndex(sequence: sequence, newest: sources.newestRTP(ssrc: ssrc)) { index in
            rtp.unprotectRTP(
                packet: start, headerLength: headerLength, payloadLength: length - headerLength, index: index)
        }
        try sources.acceptRTP(ssrc: ssrc, index: index)
        return length
    }

    /// Decrypts a compound RTCP packet in place and returns its length without the trailer. Throws `malformed`,
    /// `authenticationFailed`, `replayed`, `tooManySources`, or `unsupported` when it was not encrypted.
    package func unprotectRTCP(_ packet: UnsafeMutableRawBufferPointer) throws(SRTPError) -> Int {
        let bytes = packet.assumingMemoryBound(to: UInt8.self)
        try PacketLayout.checkRTCP(bytes.span, trailerLength: profile.rtcpTrailerLength)
        // The header was there, so there is a base address.
        let start = bytes.baseAddress.unsafelyUnwrapped
        let length = bytes.count - profile.rtcpTrailerLength
        let index = try rtcp.unprotectRTCP(packet: start, length: length)
        let ssrc = start.loadUInt32(at: PacketLayout.rtcpSSRCOffset)
        try sources.acceptRTCP(ssrc: ssrc, index: index)
        return length
    }

    /// The index with which `unprotect` succeeds.
    ///
    /// Of a new source the rollover counter is zero (RFC 3711 §3.3.1), unless its first packets were lost just before
    /// the sequence number wrapped; so a low sequence number gets a second try with one.
    private func authenticIndex(
        sequence: UInt16, newest: UInt64?, unprotect: (UInt64) -> Bool
    ) throws(SRTPError) -> UInt64 {
        guard let newest else {
            let first = UInt64(sequence)
            if unprotect(first) { return first }
            let wrapped = 1 << 16 | first
            if sequence < Self.lowSequence, unprotect(wrapped) { return wrapped }
            throw .authenticationFailed
        }
        let index = PacketIndex.estimate(sequence: sequence, newest: newest)
        guard unprotect(index) else { throw .authenticationFailed }
        return index
    }

    /// SSRCs that one peer may send with, RTP and RTCP together. A browser's session has two or three a track and
    /// layer; with WHIP and WHEP they are all fixed by the offer.
    package static let maximumSources = 64
    private static let lowSequence: UInt16 = 1 << 15
}
