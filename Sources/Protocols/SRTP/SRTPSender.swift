package import Cryptography

/// Protects what is sent to one peer, RTP and RTCP (RFC 3711, RFC 7714).
///
/// RTP comes with its packet index, since the caller rewrites sequence numbers and so knows how often they wrapped. The
/// caller never protects two different packets with one SSRC and index: a repeated packet is repeated byte for byte, or
/// goes out as a retransmission with its own SSRC (RFC 4588). RTCP is counted here.
///
/// Protecting RTP allocates nothing. Owned by one worker: not for use from two threads at a time.
package final class SRTPSender {
    /// Names this sender in a ``SRTPProtectionJob``. Valid as long as the sender lives.
    package let handle: Handle

    /// A plain pointer to the sender's state: it can be copied for each packet without counting references. Whoever
    /// copies it keeps the sender in a property meanwhile; a local variable may end with its last use.
    package struct Handle {
        let state: UnsafeMutablePointer<SRTPSenderState>
    }

    /// Derives the session keys. Throws `unsupported` when the master key's lengths are not the profile's.
    package convenience init(
        profile: SRTPProfile, masterKey: SRTPMasterKey, engine: CipherEngine = .preferred
    ) throws(SRTPError) {
        let derivation = try KeyDerivation(profile: profile, masterKey: masterKey)
        try self.init(profile: profile, rtpKeys: derivation.rtpKeys(), rtcpKeys: derivation.rtcpKeys(), engine: engine)
    }

    /// A sender with session keys of its own, that may begin to count RTCP elsewhere than at zero: for test vectors.
    package init(
        profile: SRTPProfile, rtpKeys: SRTPSessionKeys, rtcpKeys: SRTPSessionKeys, nextRTCPIndex: UInt32 = 0,
        engine: CipherEngine = .preferred
    ) throws(SRTPError) {
        let rtp = try PacketTransform(profile: profile, keys: rtpKeys, engine: engine)
        let rtcp = try PacketTransform(profile: profile, keys: rtcpKeys, engine: engine)
        // The state lives outside of the object, at an address that stays: freed in deinit.
        let state = UnsafeMutablePointer<SRTPSenderState>.allocate(capacity: 1)
        state.initialize(to: SRTPSenderState(profile: profile, rtp: rtp, rtcp: rtcp, nextRTCPIndex: nextRTCPIndex))
        handle = Handle(state: state)
    }

    deinit {
        handle.state.deinitialize(count: 1)
        handle.state.deallocate()
    }

    /// What does the work.
    package var engine: CipherEngine { handle.state.pointee.rtp.engine }

    /// Protects each job's packet, which then has `headerLength + payloadLength` bytes and the tag of its sender's
    /// profile. Jobs of many senders may be mixed; their packets do not overlap.
    ///
    /// With AES-CM, what costs is one hash after the other, so packets of any senders are hashed side by side where the
    /// engine can: the more jobs in one call, the less each costs.
    package static func protect(_ jobs: UnsafeMutableBufferPointer<SRTPProtectionJob>) {
        var batchable = 0
        for job in jobs {
            if job.canBatch { batchable += 1 } else { job.protect() }
        }
        guard batchable > 0 else { return }
        let isBatch = batchable >= minimumBatch
        for job in jobs where job.canBatch {
            if !isBatch || !job.submit() { job.protect() }
        }
        if isBatch { PacketTransform.flush() }
    }

    /// Protects one packet and returns its length. The parameters are those of ``SRTPProtectionJob``.
    package func protectRTP(
        packet: UnsafeMutablePointer<UInt8>, headerLength: Int, payload: UnsafePointer<UInt8>, payloadLength: Int,
        index: UInt64
    ) -> Int {
        handle.state.pointee.protectRTP(
            packet: packet, headerLength: headerLength, payload: payload, payloadLength: payloadLength, index: index)
    }

    /// Encrypts a compound packet in place and appends its trailer. Throws `malformed` when it is shorter than eight
    /// bytes, `keyExhausted` after 2^31 packets; the packet is as it was then.
    package func protectRTCP(_ packet: inout [UInt8]) throws(SRTPError) {
        try handle.state.pointee.protectRTCP(&packet)
    }

    /// From how many packets on a batch is faster than one after the other: half-empty registers work as long as full
    /// ones. Measured with 16 lanes; with eight it is less.
    private static let minimumBatch = 4
}

/// One RTP packet to protect.
package struct SRTPProtectionJob {
    package var sender: SRTPSender.Handle
    /// Where the packet goes. The header is written there; room for payload and tag is behind it.
    package var packet: UnsafeMutablePointer<UInt8>
    /// Bytes of the header with CSRCs and extensions, 12 or more.
    package var headerLength: Int32
    /// The plaintext, which is only read: `packet + headerLength`, or outside of the packet.
    package var payload: UnsafePointer<UInt8>
    /// Bytes of the payload with padding, 0 or more.
    package var payloadLength: Int32
    /// Rollover counter * 2^16 + sequence number, below 2^48.
    package var index: UInt64

    package init(
        sender: SRTPSender.Handle, packet: UnsafeMutablePointer<UInt8>, headerLength: Int32,
        payload: UnsafePointer<UInt8>, payloadLength: Int32, index: UInt64
    ) {
        self.sender = sender
        self.packet = packet
        self.headerLength = headerLength
        self.payload = payload
        self.payloadLength = payloadLength
        self.index = index
    }

    fileprivate var canBatch: Bool { payloadLength > 0 && sender.state.pointee.rtp.canBatch }

    @inline(__always)
    fileprivate func protect() {
        _ = sender.state.pointee.protectRTP(
            packet: packet, headerLength: Int(headerLength), payload: payload, payloadLength: Int(payloadLength),
            index: index)
    }

    /// Adds the packet to the thread's batch. False when there is none.
    @inline(__always)
    fileprivate func submit() -> Bool {
        sender.state.pointee.submitRTP(
            packet: packet, headerLength: Int(headerLength), payload: payload, payloadLength: Int(payloadLength),
            index: index)
    }
}

/// What a sender's handle points to.
struct SRTPSenderState: ~Copyable {
    let profile: SRTPProfile
    let rtp: PacketTransform
    let rtcp: PacketTransform
    /// The next packet's index; at 2^31 there is none left.
    var nextRTCPIndex: UInt32

    @inline(__always)
    borrowing func protectRTP(
        packet: UnsafeMutablePointer<UInt8>, headerLength: Int, payload: UnsafePointer<UInt8>, payloadLength: Int,
        index: UInt64
    ) -> Int {
        check(packet: packet, headerLength: headerLength, payloadLength: payloadLength, index: index)
        rtp.protectRTP(
            packet: packet, headerLength: headerLength, payload: payload, payloadLength: payloadLength, index: index)
        return headerLength + payloadLength + profile.rtpTagLength
    }

    @inline(__always)
    borrowing func submitRTP(
        packet: UnsafeMutablePointer<UInt8>, headerLength: Int, payload: UnsafePointer<UInt8>, payloadLength: Int,
        index: UInt64
    ) -> Bool {
        check(packet: packet, headerLength: headerLength, payloadLength: payloadLength, index: index)
        return rtp.submitRTP(
            packet: packet, headerLength: headerLength, payload: payload, payloadLength: payloadLength, index: index)
    }

    /// What would be an error of ours, and would write out of bounds or repeat a keystream.
    @inline(__always)
    private borrowing func check(
        packet: UnsafeMutablePointer<UInt8>, headerLength: Int, payloadLength: Int, index: UInt64
    ) {
        precondition(headerLength >= PacketLayout.rtpFixedHeaderLength && payloadLength >= 0, "a whole RTP header")
        precondition(index < PacketIndex.end, "a packet index has 48 bits")
        assert(
            UnsafePointer(packet).loadUInt16(at: PacketLayout.rtpSequenceOffset) == UInt16(truncatingIfNeeded: index),
            "an index ends in the packet's sequence number")
    }

    mutating func protectRTCP(_ packet: inout [UInt8]) throws(SRTPError) {
        guard packet.count >= PacketLayout.rtcpHeaderLength else { throw .malformed }
        guard nextRTCPIndex < RTCPIndexWord.end else { throw .keyExhausted }
        let length = packet.count
        packet.append(contentsOf: repeatElement(0, count: profile.rtcpTrailerLength))
        packet.withUnsafeMutableBufferPointer {
            // Eight bytes and more, so there is a base address; the trailer's room was appended.
            rtcp.protectRTCP(packet: $0.baseAddress.unsafelyUnwrapped, length: length, index: nextRTCPIndex)
        }
        nextRTCPIndex += 1
    }
}
