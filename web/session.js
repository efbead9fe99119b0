/**
 * What WHIP and WHEP have in common: a session that is kept alive by opening a new connection whenever one is lost.
 * whip.js and whep.js say what is sent or received, and which refusals are final.
 */

import { Connection } from './connection.js';
import { Problem } from './resource.js';

/**
 * - `idle`: not started
 * - `connecting`: capture, POST, ICE and DTLS of the first connection
 * - `live`: media can flow
 * - `waiting`: nothing to play yet; asks again by itself
 * - `reconnecting`: interrupted; tries again by itself
 * - `failed`: refused for a reason that trying again does not change; `error` says which
 * - `ended`: stopped here, by the source, or by the server; in the latter cases `error` says why
 *
 * @typedef {'idle'|'connecting'|'live'|'waiting'|'reconnecting'|'failed'|'ended'} State
 */

/**
 * What to do about a lost connection or a refused offer.
 *
 * @typedef {{state: 'waiting'|'reconnecting'|'failed'|'ended', seconds?: number, words?: string}} Verdict
 * `seconds`: pause before the next try; `words`: said instead of the problem's own
 */

/**
 * @typedef {object} SessionOptions
 * @property {string} endpoint URL of the WHIP or WHEP endpoint
 * @property {string} token Bearer token; empty for none
 */

/** Seconds before the first and before any later try (our choice); doubled from one to the other. */
export const shortestPause = 0.5;
export const longestPause = 5;
/** Seconds that `Retry-After` of an overloaded server may ask for (our choice). */
const longestRequestedPause = 60;
/** Seconds of being live after which a connection counts as good (our choice). */
const soundLifetime = 10;

/** Used once: started, perhaps stopped. Fires `change` whenever `state`, `error` or `connection` changes. */
export class Session extends EventTarget {
    /** @type {State} */
    state = 'idle';
    /**
     * The latest trouble, as a sentence; null when there is none.
     *
     * @type {string|null}
     */
    error = null;
    /** @type {Connection|null} */
    connection = null;
    /**
     * HTTP status of the latest refusal; null when there was none.
     *
     * @type {number|null}
     */
    refusal = null;

    #options;
    #stopped = new AbortController();
    /**
     * Milliseconds, as `performance.now()` counts, when this connection became live.
     *
     * @type {number|null}
     */
    #liveSince = null;

    /** @param {SessionOptions} options */
    constructor(options) {
        super();
        this.#options = options;
    }

    /** The peer connection of now, for statistics. */
    get peer() {
        return this.connection?.peer ?? null;
    }

    /** Resolves once the session is over; never rejects. */
    async start() {
        if (this.state !== 'idle') return;
        this.#enter('connecting');
        try {
            await this.begin();
            await this.#keepAlive();
        } catch (error) {
            if (!this.#isStopped) this.#enter('failed', error instanceof Error ? error.message : String(error));
        }
        await this.stop();
    }

    /**
     * Ends the session, here and on the server.
     *
     * @param {{keepalive?: boolean, reason?: string}} options `keepalive`: the page goes away now
     */
    async stop({ keepalive = false, reason } = {}) {
        if (this.#isStopped) return;
        this.#stopped.abort();
        const { connection } = this;
        this.connection = null;
        this.finish();
        const isJudged = this.state === 'failed' || this.state === 'ended';
        this.#enter(isJudged ? this.state : 'ended', isJudged ? this.error : reason);
        await connection?.close({ keepalive });
    }

    /**
     * Gets ready, once, before the first connection.
     *
     * @throws {Problem}
     */
    async begin() {}

    /**
     * Adds transceivers.
     *
     * @param {RTCPeerConnection} _peer
     */
    prepare(_peer) {}

    /**
     * Changes an offer before it is sent.
     *
     * @param {string} offer
     */
    amendOffer(offer) { return offer; }

    /** Lets go, once, of what `begin` got. */
    finish() {}

    /**
     * Judges a refused offer.
     *
     * @param {Problem} problem
     * @returns {Verdict}
     */
    judgeRefusal(problem) {
        const isPassing = problem.status === 0 || problem.status === 429 || problem.status >= 500;
        return { state: isPassing ? 'reconnecting' : 'failed' };
    }

    /**
     * Judges the loss of a connection that was open.
     *
     * @param {Problem} _problem
     * @param {{wasSound: boolean}} _past whether media flowed for a good while
     * @returns {Verdict}
     */
    judgeLoss(_problem, _past) {
        return { state: 'reconnecting' };
    }

    get #isStopped() {
        return this.#stopped.signal.aborted;
    }

    async #keepAlive() {
        let failures = 0;
        while (!this.#isStopped) {
            const { problem, isRefusal } = await this.#connect();
            if (this.#isStopped) return;
            const wasSound = this.#liveSince !== null && performance.now() - this.#liveSince > soundLifetime * 1000;
            this.refusal = isRefusal ? problem.status : null;
            const verdict = isRefusal ? this.judgeRefusal(problem) : this.judgeLoss(problem, { wasSound });
            this.#enter(verdict.state, verdict.state === 'waiting' ? null : verdict.words ?? problem.message);
            if (verdict.state === 'failed' || verdict.state === 'ended') return;
            failures = wasSound || verdict.state === 'waiting' ? 0 : failures + 1;
            await pause(verdict.seconds ?? nextPause(failures, problem.retryAfter), this.#stopped.signal);
        }
    }

    /**
     * One connection, from the offer to its loss.
     *
     * @returns {Promise<{problem: Problem, isRefusal: boolean}>}
     */
    async #connect() {
        this.#liveSince = null;
        let connection;
        try {
            connection = await Connection.open({
                ...this.#options,
                prepare: (peer) => this.prepare(peer),
                amendOffer: (offer) => this.amendOffer(offer),
            });
        } catch (error) {
            return { problem: error instanceof Problem ? error : new Problem(String(error)), isRefusal: true };
        }
        if (this.#isStopped) {
            await connection.close();
            return { problem: new Problem('Stopped.'), isRefusal: false };
        }
        this.connection = connection;
        connection.onLive = () => {
            this.#liveSince ??= performance.now();
            this.#enter('live');
        };
        connection.onInterrupted = () => this.#enter('reconnecting', 'The media connection is interrupted.');
        const problem = await connection.lost;
        this.connection = null;
        void connection.close();
        return { problem, isRefusal: false };
    }

    /**
     * @param {State} state
     * @param {string|null} error
     */
    #enter(state, error = null) {
        this.state = state;
        this.error = error;
        this.dispatchEvent(new Event('change'));
    }
}

/**
 * Seconds to wait after some failures in a row: doubling, capped, and spread a little so that a thousand viewers do
 * not all come back in the same instant.
 *
 * @param {number} failures
 * @param {number|null} requested what `Retry-After` says
 */
function nextPause(failures, requested) {
    const doubled = Math.min(shortestPause * 2 ** Math.max(failures - 1, 0), longestPause);
    return Math.max(doubled * (0.8 + Math.random() * 0.2), Math.min(requested ?? 0, longestRequestedPause));
}

/**
 * Ends early when the network comes back or the session is stopped.
 *
 * @param {number} seconds
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function pause(seconds, signal) {
    return new Promise((resolve) => {
        const over = new AbortController();
        const end = () => {
            clearTimeout(timer);
            over.abort();
            resolve();
        };
        const timer = setTimeout(end, seconds * 1000);
        globalThis.addEventListener('online', end, { signal: over.signal });
        signal.addEventListener('abort', end, { signal: over.signal });
    });
}
