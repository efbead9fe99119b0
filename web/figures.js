/**
 * Turns the statistics of a peer connection into plain figures: one flat object that JSON can carry, null for what is
 * not known. Publisher and player share it; what only one of them has is null at the other.
 */

/**
 * @typedef {object} Figures
 * @property {string|null} codec video codec, e.g. `VP8`
 * @property {number|null} width pixels, of the largest layer
 * @property {number|null} height pixels, of the largest layer
 * @property {number|null} framesPerSecond of the largest layer
 * @property {number|null} bitrateKbps video payload over the last interval
 * @property {number|null} packetsSent video, all layers
 * @property {number|null} packetsReceived video
 * @property {number|null} packetsLost video; at the publisher as the server reports it
 * @property {number|null} lossPercent video, over the last interval
 * @property {number|null} roundTripMs to the server
 * @property {number|null} framesEncoded of the largest layer
 * @property {number|null} framesDecoded
 * @property {number|null} framesDropped
 * @property {number|null} keyFrames encoded or decoded, of the largest layer
 * @property {number|null} freezeCount
 * @property {number|null} jitterBufferMs how long video waited in the jitter buffer, over the last interval
 * @property {string|null} srtpCipher e.g. `AEAD_AES_128_GCM`
 * @property {string|null} dtlsCipher
 * @property {string|null} iceState e.g. `connected`
 * @property {CandidateFigures|null} localCandidate
 * @property {CandidateFigures|null} remoteCandidate
 * @property {AudioFigures|null} audio null without an audio track
 * @property {LayerFigures[]} layers what is sent, smallest first; empty at the player
 */

/** @typedef {{type: string, protocol: string, address: string|null, port: number|null}} CandidateFigures */
/** @typedef {{rid: string|null, width: number|null, height: number|null, framesPerSecond: number|null}} LayerFigures */
/**
 * @typedef {object} AudioFigures
 * @property {string|null} codec
 * @property {number|null} packetsSent
 * @property {number|null} packetsReceived
 * @property {number|null} packetsLost
 * @property {number|null} totalAudioEnergy grows while there is sound; Chromium measures it only while it is heard
 * @property {number|null} audioLevel 0 to 1
 */

/**
 * One entry of `getStats`, whatever its type.
 *
 * @typedef {Record<string, any>} Entry
 */

/** Milliseconds below which two readings count as one, so that rates do not jump (our choice). */
const shortestInterval = 500;

/** Reads figures; remembers the last reading, since rates need two. */
export class Meter {
    /** @type {RTCPeerConnection|null} */
    #peer = null;
    /** @type {Sample|null} */
    #previous = null;
    /** @type {Rates} */
    #rates = { bitrateKbps: null, lossPercent: null, jitterBufferMs: null };

    /**
     * @param {RTCPeerConnection|null} peer
     * @returns {Promise<Figures>}
     */
    async read(peer) {
        if (peer !== this.#peer) {
            this.#peer = peer;
            this.#previous = null;
            this.#rates = { bitrateKbps: null, lossPercent: null, jitterBufferMs: null };
        }
        /** @type {Map<string, Entry>} */
        const report = new Map(peer ? await peer.getStats() : []);
        const video = mediaOf(report, 'video');
        this.#measure(video);
        return {
            ...videoFigures(report, video), ...this.#rates, ...transportFigures(report), audio: audioFigures(report),
        };
    }

    /** @param {Media} video */
    #measure(video) {
        const sample = sampleOf(video);
        const previous = this.#previous;
        if (!sample) return;
        if (!previous) {
            this.#previous = sample;
        } else if (sample.time - previous.time >= shortestInterval) {
            this.#rates = rates(previous, sample);
            this.#previous = sample;
        }
    }
}

/** @typedef {{bitrateKbps: number|null, lossPercent: number|null, jitterBufferMs: number|null}} Rates */
/**
 * Counters at one time, in milliseconds, bytes, packets and seconds.
 *
 * @typedef {{time: number, bytes: number, packets: number, lost: number, delay: number, emitted: number}} Sample
 */
/**
 * The entries about one kind of media. `streams`: RTP streams of ours, smallest layer first.
 *
 * @typedef {{streams: Entry[], largest: Entry|undefined, source: Entry|undefined, reported: Entry[]}} Media
 */

/**
 * @param {Map<string, Entry>} report
 * @param {'audio'|'video'} kind
 * @returns {Media}
 */
function mediaOf(report, kind) {
    const all = [...report.values()].filter((entry) => entry.kind === kind);
    const streams = all.filter(({ type }) => type === 'inbound-rtp' || type === 'outbound-rtp')
        .sort((one, other) => (one.frameWidth ?? 0) - (other.frameWidth ?? 0));
    return {
        streams,
        largest: streams.at(-1),
        source: all.find(({ type }) => type === 'media-source'),
        reported: all.filter(({ type }) => type === 'remote-inbound-rtp'),
    };
}

/**
 * @param {Map<string, Entry>} report
 * @param {Media} video
 */
function videoFigures(report, { streams, largest, source, reported }) {
    const skipped = source && largest ? Math.max((source.frames ?? 0) - (largest.framesEncoded ?? 0), 0) : null;
    return {
        codec: codecName(report, largest),
        width: largest?.frameWidth ?? null,
        height: largest?.frameHeight ?? null,
        framesPerSecond: largest?.framesPerSecond ?? null,
        packetsSent: sum(streams, 'packetsSent'),
        packetsReceived: sum(streams, 'packetsReceived'),
        packetsLost: sum(reported.length > 0 ? reported : streams, 'packetsLost'),
        framesEncoded: largest?.framesEncoded ?? null,
        framesDecoded: largest?.framesDecoded ?? null,
        framesDropped: largest?.framesDropped ?? skipped,
        keyFrames: largest?.keyFramesEncoded ?? largest?.keyFramesDecoded ?? null,
        freezeCount: largest?.freezeCount ?? null,
        layers: streams.filter(({ type }) => type === 'outbound-rtp').map((stream) => ({
            rid: stream.rid ?? null,
            width: stream.frameWidth ?? null,
            height: stream.frameHeight ?? null,
            framesPerSecond: stream.framesPerSecond ?? null,
        })),
    };
}

/**
 * @param {Map<string, Entry>} report
 * @returns {AudioFigures|null}
 */
function audioFigures(report) {
    const { streams, largest, source, reported } = mediaOf(report, 'audio');
    if (!largest) return null;
    return {
        codec: codecName(report, largest),
        packetsSent: sum(streams, 'packetsSent'),
        packetsReceived: sum(streams, 'packetsReceived'),
        packetsLost: sum(reported.length > 0 ? reported : streams, 'packetsLost'),
        totalAudioEnergy: largest.totalAudioEnergy ?? source?.totalAudioEnergy ?? null,
        audioLevel: largest.audioLevel ?? source?.audioLevel ?? null,
    };
}

/** @param {Map<string, Entry>} report */
function transportFigures(report) {
    const all = [...report.values()];
    const transport = all.find(({ type }) => type === 'transport');
    const pair = report.get(transport?.selectedCandidatePairId)
        ?? all.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded');
    const reported = all.find((entry) => entry.type === 'remote-inbound-rtp' && entry.roundTripTime !== undefined);
    const roundTrip = pair?.currentRoundTripTime ?? reported?.roundTripTime;
    return {
        roundTripMs: roundTrip === undefined ? null : rounded(roundTrip * 1000),
        srtpCipher: transport?.srtpCipher ?? null,
        dtlsCipher: transport?.dtlsCipher ?? null,
        iceState: transport?.iceState ?? null,
        localCandidate: candidate(report.get(pair?.localCandidateId)),
        remoteCandidate: candidate(report.get(pair?.remoteCandidateId)),
    };
}

/**
 * @param {Entry|undefined} entry
 * @returns {CandidateFigures|null}
 */
function candidate(entry) {
    if (!entry) return null;
    const { candidateType, protocol, address, port } = entry;
    return { type: candidateType, protocol, address: address ?? null, port: port ?? null };
}

/**
 * @param {Media} media
 * @returns {Sample|null}
 */
function sampleOf({ streams, largest, reported }) {
    if (!largest) return null;
    return {
        time: largest.timestamp,
        bytes: (sum(streams, 'bytesSent') ?? 0) + (sum(streams, 'bytesReceived') ?? 0),
        packets: (sum(streams, 'packetsSent') ?? 0) + (sum(streams, 'packetsReceived') ?? 0),
        lost: sum(reported.length > 0 ? reported : streams, 'packetsLost') ?? 0,
        delay: largest.jitterBufferDelay ?? 0,
        emitted: largest.jitterBufferEmittedCount ?? 0,
    };
}

/**
 * What a receiver lost was sent but not received, so the whole differs between the two sides.
 *
 * @param {Sample} from
 * @param {Sample} to
 * @returns {Rates}
 */
function rates(from, to) {
    const packets = to.packets - from.packets;
    const lost = Math.max(to.lost - from.lost, 0);
    const emitted = to.emitted - from.emitted;
    return {
        bitrateKbps: Math.max(Math.round((to.bytes - from.bytes) * 8 / (to.time - from.time)), 0),
        lossPercent: packets > 0 ? rounded(Math.min(lost / (packets + lost), 1) * 100) : null,
        jitterBufferMs: emitted > 0 ? rounded((to.delay - from.delay) * 1000 / emitted) : null,
    };
}

/**
 * @param {Map<string, Entry>} report
 * @param {Entry|undefined} stream
 * @returns {string|null} the encoding name, without `video/`
 */
function codecName(report, stream) {
    return report.get(stream?.codecId)?.mimeType?.split('/')[1] ?? null;
}

/**
 * @param {Entry[]} entries
 * @param {string} name
 * @returns {number|null} null when no entry has it
 */
function sum(entries, name) {
    const known = entries.filter((entry) => entry[name] !== undefined);
    return known.length === 0 ? null : known.reduce((total, entry) => total + entry[name], 0);
}

/**
 * One decimal place.
 *
 * @param {number} value
 */
function rounded(value) {
    return Math.round(value * 10) / 10;
}
