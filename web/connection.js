/**
 * One WHIP or WHEP session: a peer connection joined to its resource on the server, from the offer until it is lost.
 * Candidates are trickled and ICE is restarted in here; opening another session is the business of session.js.
 */

import { candidateFragment, restartedAnswer } from './fragment.js';
import { Problem, SessionResource } from './resource.js';

/** Milliseconds from the answer to the first connected media transport (our choice). */
const connectDeadline = 10_000;
/** Milliseconds that an interrupted connection may heal by itself before ICE is restarted (our choice). */
const healingTime = 1_000;
/** Milliseconds from the interruption to the connection's end, restarts included (our choice). */
const interruptionDeadline = 15_000;
/** Milliseconds that a restarted connection gets before ICE is restarted again (our choice). */
const restartInterval = 5_000;
/** Milliseconds between two tries to reach the server for a restart (our choice). */
const retryInterval = 1_000;
/** Milliseconds in which candidates gather into one PATCH (our choice). */
const trickleDelay = 50;

/**
 * @typedef {object} ConnectionOptions
 * @property {string} endpoint URL of the WHIP or WHEP endpoint
 * @property {string} token Bearer token; empty for none
 * @property {(peer: RTCPeerConnection) => void} prepare adds the transceivers
 * @property {(offer: string) => string} [amendOffer] changes the offer before it is sent and applied
 */

export class Connection {
    /** @type {RTCPeerConnection} */
    peer;
    /**
     * Resolves with the reason once the connection is beyond saving, or closed.
     *
     * @type {Promise<Problem>}
     */
    lost;
    /** Called whenever media can flow. */
    onLive = () => {};
    /** Called whenever media cannot flow for now. */
    onInterrupted = () => {};

    #resource;
    /** @type {string} */
    #answer = '';
    /** @type {(reason: Problem) => void} */
    #lose = () => {};
    #isOver = false;
    #isRestarting = false;
    #wasLive = false;
    #isInterrupted = false;
    /** @type {number|undefined} */
    #healing;
    /** @type {number|undefined} */
    #deadline;
    /** @type {import('./fragment.js').Candidate[]} */
    #candidates = [];
    #isTrickling = false;

    /**
     * Opens a session: offer, POST, answer. The ICE servers that come with the answer are in use before candidates
     * are gathered, so nothing is gathered twice.
     *
     * @param {ConnectionOptions} options
     * @returns {Promise<Connection>}
     * @throws {Problem}
     */
    static async open({ endpoint, token, prepare, amendOffer = (offer) => offer }) {
        const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
        try {
            prepare(peer);
            const offer = amendOffer((await peer.createOffer()).sdp ?? '');
            const { resource, answer, iceServers } = await SessionResource.create(endpoint, offer, token);
            const connection = new Connection(peer, resource);
            try {
                await connection.#begin(offer, answer, iceServers);
            } catch (error) {
                await connection.close();
                throw error;
            }
            return connection;
        } catch (error) {
            peer.close();
            throw error instanceof Problem ? error : new Problem(`The browser gave up: ${messageOf(error)}`);
        }
    }

    /**
     * @param {RTCPeerConnection} peer
     * @param {SessionResource} resource
     */
    constructor(peer, resource) {
        this.peer = peer;
        this.#resource = resource;
        this.lost = new Promise((resolve) => { this.#lose = resolve; });
    }

    /**
     * Closes the peer connection and ends the session on the server.
     *
     * @param {{keepalive?: boolean}} [options] `keepalive` lets the request outlive the page
     */
    async close(options) {
        if (this.#isOver) return;
        this.#isOver = true;
        clearTimeout(this.#healing);
        clearTimeout(this.#deadline);
        this.peer.close();
        this.#lose(new Problem('The session was closed.'));
        await this.#resource.end(options);
    }

    /**
     * @param {string} offer
     * @param {string} answer
     * @param {RTCIceServer[]} iceServers
     */
    async #begin(offer, answer, iceServers) {
        const { peer } = this;
        if (iceServers.length > 0) peer.setConfiguration({ ...peer.getConfiguration(), iceServers });
        peer.addEventListener('icecandidate', ({ candidate }) => this.#trickle(candidate));
        peer.addEventListener('connectionstatechange', () => this.#react());
        this.#deadline = setTimeout(() => this.#lose(new Problem(
            'The server answered, but no media connection came about: UDP to its media port may be blocked.',
        )), connectDeadline);
        await peer.setLocalDescription({ type: 'offer', sdp: offer });
        await this.#apply(answer);
        const transport = peer.getTransceivers()[0]?.receiver.transport;
        transport?.addEventListener('statechange', () => this.#reactToEncryption(transport.state));
    }

    /** @param {string} answer */
    async #apply(answer) {
        try {
            await this.peer.setRemoteDescription({ type: 'answer', sdp: answer });
        } catch (error) {
            throw new Problem(`The browser does not take the server's answer: ${messageOf(error)}`);
        }
        this.#answer = answer;
    }

    #react() {
        if (this.#isOver) return;
        switch (this.peer.connectionState) {
        case 'connected':
            this.#wasLive = true;
            this.#isInterrupted = false;
            clearTimeout(this.#healing);
            clearTimeout(this.#deadline);
            this.onLive();
            break;
        case 'disconnected':
            this.#interrupt();
            clearTimeout(this.#healing);
            this.#healing = setTimeout(() => this.#restart(), healingTime);
            break;
        case 'failed':
            if (!this.#wasLive) return;
            this.#interrupt();
            this.#restart();
            break;
        }
    }

    #interrupt() {
        if (this.#isInterrupted) return;
        this.#isInterrupted = true;
        this.onInterrupted();
        clearTimeout(this.#deadline);
        const reason = new Problem('The media connection broke off and did not come back.');
        this.#deadline = setTimeout(() => this.#lose(reason), interruptionDeadline);
    }

    /**
     * A peer that closes DTLS means it: no ICE restart helps. The server says why when it is asked to end the session.
     *
     * @param {RTCDtlsTransportState} state
     */
    async #reactToEncryption(state) {
        if (this.#isOver) return;
        if (state === 'failed') this.#lose(new Problem('The encryption handshake with the server failed (DTLS).'));
        if (state !== 'closed') return;
        this.onInterrupted();
        this.#lose(await this.#resource.end() ?? new Problem('The server ended the session.'));
    }

    /** Restarts ICE (RFC 9725 §4.3.3) until the connection is back or its deadline ends it. */
    async #restart() {
        if (this.#isRestarting) return;
        this.#isRestarting = true;
        try {
            while (!this.#isOver && this.peer.connectionState !== 'connected') {
                const isApplied = await this.#tryRestart();
                await delay(isApplied ? restartInterval : retryInterval);
            }
        } catch (error) {
            this.#lose(error instanceof Problem ? error : new Problem(messageOf(error)));
        } finally {
            this.#isRestarting = false;
        }
    }

    /**
     * The new offer is applied only after the server has agreed, so a refusal leaves nothing to roll back.
     *
     * @returns {Promise<boolean>} false when the server cannot be reached now
     * @throws {Problem} when the server refuses
     */
    async #tryRestart() {
        this.peer.restartIce();
        const offer = (await this.peer.createOffer()).sdp ?? '';
        let fragment;
        try {
            fragment = await this.#resource.restart(candidateFragment(offer, []));
        } catch (error) {
            if (error instanceof Problem && error.status === 0) return false;
            throw error;
        }
        const answer = restartedAnswer(this.#answer, fragment);
        if (!answer) throw new Problem('The server restarted the connection without new credentials.');
        if (this.#isOver) return true;
        this.#candidates = [];
        await this.peer.setLocalDescription({ type: 'offer', sdp: offer });
        await this.#apply(answer);
        return true;
    }

    /**
     * Sends candidates in order, one PATCH at a time, those that come meanwhile together in the next. A server that
     * refuses them still sees our address in the checks, so that is no reason to give up.
     *
     * @param {RTCIceCandidate|null} candidate null or empty: no more follow
     */
    async #trickle(candidate) {
        this.#candidates.push({ mid: candidate?.sdpMid ?? '0', line: candidate?.candidate ?? '' });
        if (this.#isTrickling) return;
        this.#isTrickling = true;
        try {
            while (this.#candidates.length > 0 && !this.#isOver) {
                await delay(trickleDelay);
                const batch = this.#candidates.splice(0);
                const named = batch.filter(({ line }) => line !== '');
                const complete = named.length < batch.length;
                const description = this.peer.localDescription?.sdp ?? '';
                if (!this.#isOver) await this.#resource.trickle(candidateFragment(description, named, { complete }));
            }
        } catch {
            this.#candidates = [];
        } finally {
            this.#isTrickling = false;
        }
    }
}

/**
 * @param {number} milliseconds
 * @returns {Promise<void>}
 */
function delay(milliseconds) {
    return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

/** @param {unknown} error */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}
