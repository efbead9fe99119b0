/**
 * Publishes a stream by WHIP (RFC 9725): codec choice, bitrate, simulcast, and what to do when the server says no.
 */

import { Problem } from './resource.js';
import { Session } from './session.js';

/** Codecs to choose from, as RTP names them, in the order in which they are shown. */
const videoCodecs = ['VP8', 'VP9', 'H264', 'AV1', 'H265'];
/** Formats that go along with any codec: retransmission and error correction. */
const companions = ['rtx', 'red', 'ulpfec', 'flexfec-03'];
/**
 * The simulcast layers, lowest first, since that is the order in which browsers hand out a scarce bitrate. `share` is
 * the part of the whole bitrate (our choice).
 */
const layers = [
    { rid: 'l', scaleResolutionDownBy: 4, share: 0.07 },
    { rid: 'm', scaleResolutionDownBy: 2, share: 0.21 },
    { rid: 'h', scaleResolutionDownBy: 1, share: 0.72 },
];
/** Connections in a row that the server may end early before we stop claiming the path (our choice). */
const shortLivesAllowed = 3;

/**
 * @typedef {object} PublisherOptions
 * @property {string} endpoint URL of the WHIP endpoint
 * @property {string} token Bearer token; empty for none
 * @property {() => Promise<MediaStream>} capture opens the source; its errors are shown as they are
 * @property {string} codec one of {@link sendableCodecs}; empty: the browser chooses
 * @property {number} bitrate upper limit for video, all layers together, in kbit/s
 * @property {boolean} simulcast
 */

export class Publisher extends Session {
    /**
     * What is published; null before and after.
     *
     * @type {MediaStream|null}
     */
    stream = null;

    #options;
    #isFinished = false;
    #hasBeenOpen = false;
    #shortLives = 0;

    /** @param {PublisherOptions} options */
    constructor(options) {
        super(options);
        this.#options = options;
    }

    /** @override */
    async begin() {
        this.stream = await this.#options.capture();
        if (this.#isFinished) return this.#release();
        for (const track of this.stream.getTracks()) {
            track.addEventListener('ended', () => {
                void this.stop({ reason: 'The source has ended, and the broadcast with it.' });
            });
        }
    }

    /**
     * @override
     * @param {RTCPeerConnection} peer
     */
    prepare(peer) {
        const streams = this.stream ? [this.stream] : [];
        for (const track of this.stream?.getTracks() ?? []) {
            const isVideo = track.kind === 'video';
            const transceiver = peer.addTransceiver(track, {
                direction: 'sendonly', streams, sendEncodings: isVideo ? this.#encodings() : [{}],
            });
            if (isVideo && this.#options.codec) preferCodec(transceiver, this.#options.codec);
        }
    }

    /**
     * Changes the bitrate, also while live.
     *
     * @param {number} bitrate kbit/s
     */
    async setBitrate(bitrate) {
        this.#options.bitrate = bitrate;
        const sender = this.peer?.getSenders().find(({ track }) => track?.kind === 'video');
        if (!sender) return;
        const parameters = sender.getParameters();
        const wanted = this.#encodings();
        parameters.encodings.forEach((encoding, index) => { encoding.maxBitrate = wanted[index]?.maxBitrate; });
        await sender.setParameters(parameters);
    }

    /** @override */
    finish() {
        this.#isFinished = true;
        this.#release();
    }

    /**
     * A path that was ours and is refused now may still be held by our own lost session, so that passes.
     *
     * @override
     * @param {Problem} problem
     * @returns {import('./session.js').Verdict}
     */
    judgeRefusal(problem) {
        if (problem.status === 409 && this.#hasBeenOpen) return { state: 'reconnecting' };
        return super.judgeRefusal(problem);
    }

    /**
     * 410 tells that the server ended the session on purpose, e.g. because another publisher replaced this one. Coming
     * back then would throw out the other, who would come back in turn.
     *
     * @override
     * @param {Problem} problem
     * @param {{wasSound: boolean}} past
     * @returns {import('./session.js').Verdict}
     */
    judgeLoss(problem, { wasSound }) {
        this.#hasBeenOpen = true;
        this.#shortLives = wasSound ? 0 : this.#shortLives + 1;
        if (problem.status === 410) return { state: 'ended' };
        if (this.#shortLives <= shortLivesAllowed) return { state: 'reconnecting' };
        const guess = 'That came soon after each start; perhaps somebody else publishes this stream.';
        return { state: 'ended', words: `${problem.message} ${guess}` };
    }

    /** @returns {RTCRtpEncodingParameters[]} */
    #encodings() {
        const { bitrate, codec, simulcast } = this.#options;
        if (!simulcast) return [{ maxBitrate: bitrate * 1000 }];
        // Without a mode of their own, VP9 and AV1 would send one layered stream instead of several plain ones.
        const mode = codec === 'VP9' || codec === 'AV1' ? { scalabilityMode: 'L1T1' } : {};
        return layers.map(({ share, ...layer }) => (
            { ...layer, ...mode, maxBitrate: Math.round(bitrate * share) * 1000 }
        ));
    }

    #release() {
        for (const track of this.stream?.getTracks() ?? []) track.stop();
        this.stream = null;
    }
}

/** Video codecs that this browser can send, in the order in which they are shown. */
export function sendableCodecs() {
    const names = (RTCRtpSender.getCapabilities('video')?.codecs ?? []).map(codecName);
    return videoCodecs.filter((name) => names.includes(name));
}

/**
 * Offers one codec alone, in all its profiles, so that the choice is kept or refused, never changed silently.
 *
 * @param {RTCRtpTransceiver} transceiver
 * @param {string} name
 */
function preferCodec(transceiver, name) {
    const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
    const chosen = codecs.filter((codec) => codecName(codec) === name);
    if (chosen.length === 0) throw new Problem(`This browser cannot send ${name}. Choose another codec.`, 406);
    const others = codecs.filter((codec) => companions.includes(codecName(codec).toLowerCase()));
    try {
        transceiver.setCodecPreferences([...chosen, ...others]);
    } catch {
        throw new Problem(`This browser cannot offer ${name} here. Choose another codec.`, 406);
    }
}

/** @param {{mimeType: string}} codec */
function codecName({ mimeType }) {
    return mimeType.slice(mimeType.indexOf('/') + 1);
}
