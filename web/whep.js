/**
 * Plays a stream by WHEP: receives what there is, waits while there is nothing, and comes back by itself.
 */

import { longestPause, Session, shortestPause } from './session.js';

/** Seconds between two questions whether something is live, unless the server says so itself (our choice). */
const usualWait = 2;

/** Fires `media` when `stream` has changed, beside the events of {@link Session}. */
export class Player extends Session {
    /**
     * What is played; kept over reconnections until the next picture or sound is there.
     *
     * @type {MediaStream|null}
     */
    stream = null;

    /**
     * @override
     * @param {RTCPeerConnection} peer
     */
    prepare(peer) {
        const stream = new MediaStream();
        peer.addTransceiver('video', { direction: 'recvonly' });
        peer.addTransceiver('audio', { direction: 'recvonly' });
        peer.addEventListener('track', ({ track }) => {
            stream.addTrack(track);
            this.stream = stream;
            this.dispatchEvent(new Event('media'));
        });
    }

    /**
     * A browser plays Opus in mono unless its description asks for stereo (RFC 7587 §6.1).
     *
     * @override
     * @param {string} offer
     */
    amendOffer(offer) {
        const payloadType = /^a=rtpmap:(\d+) opus\//im.exec(offer)?.[1];
        return offer.replace(new RegExp(`^(a=fmtp:${payloadType} (?!.*\\bstereo=).*?)(\\r?)$`, 'm'), '$1;stereo=1$2');
    }

    /**
     * 409 means that the name is fine and nobody publishes it now.
     *
     * @override
     * @param {import('./resource.js').Problem} problem
     * @returns {import('./session.js').Verdict}
     */
    judgeRefusal(problem) {
        if (problem.status !== 409) return super.judgeRefusal(problem);
        const seconds = Math.min(Math.max(problem.retryAfter ?? usualWait, shortestPause), longestPause);
        return { state: 'waiting', seconds };
    }
}
