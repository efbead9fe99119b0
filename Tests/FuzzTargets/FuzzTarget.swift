/// One parser of wire input under fuzz: a name, inputs worth mutating, and the parser itself, which must return for any
/// input, never trap, and hold bounded memory.
///
/// `make fuzz` runs each with libFuzzer; `make test` replays `Tests/Fuzz/Corpus/<name>/` and a short seeded run of mutations.
package struct FuzzTarget: Sendable {
    package let name: String
    package let seeds: [[UInt8]]
    package let run: @Sendable (Span<UInt8>) -> Void

    package init(_ name: String, seeds: [[UInt8]], run: @escaping @Sendable (Span<UInt8>) -> Void) {
        self.name = name
        self.seeds = seeds
        self.run = run
    }

    /// Every target there is, by name.
    package static let all: [FuzzTarget] = [
        .hex, .stunMessage, .iceAgents, .dtlsClientHello, .dtlsClientFlight, .dtlsServerFlight, .dtlsEstablished,
        .srtpUnprotect,
        .srtpRoundTrip, .rtpHeader, .rtpExtensions, .rtx, .rtcpCompound, .twccFeedback, .nackGenerator, .rtpBookkeeping,
        .sessionDescription, .trickleFragment, .negotiation, .formatParameters,
        .rtspReader, .rtspTransport, .rtspHeaders, .rtspURL, .rtspAuthorization,
        .rtspServer, .rtspClient,
        .rtmpHandshake, .rtmpChunks, .amf0, .rtmpServer, .rtmpClient, .rtmpNames,
        .vp8Payload, .vp9Payload, .h264Payload, .h265Payload, .av1Payload,
        .avcConfiguration, .hevcConfiguration, .av1Configuration, .vpConfiguration, .audioConfigurations,
        .parameterSetFilter,
        .packetizers, .h264Depacketizer, .h265Depacketizer, .av1Depacketizer, .vp8Depacketizer, .vp9Depacketizer,
        .aacDepacketizer, .depacketizerParameters, .packetRepackers,
        .jpegDepacketizer, .latmDepacketizer, .latmElementDepacketizer, .mpegAudioDepacketizer, .sampleDepacketizer,
        .flvTags, .flvTagSequence,
        .forwarding, .publisherMedia, .viewerMedia,
    ]
}
