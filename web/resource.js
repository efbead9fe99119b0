/**
 * The HTTP side of a WHIP (RFC 9725) or WHEP session: the resource that POST creates, PATCH amends and DELETE ends.
 * It knows no peer connection; SDP goes through it as text.
 */

/** Time that any one request may take, in milliseconds (our choice). */
const requestTimeout = 10_000;

/** Why a request was refused or never arrived, in a sentence that can be shown to a person. */
export class Problem extends Error {
    /**
     * @param {string} sentence
     * @param {number} status HTTP status; 0 when no response came
     * @param {number|null} retryAfter seconds that the server asks to wait, if it says so
     */
    constructor(sentence, status = 0, retryAfter = null) {
        super(sentence);
        this.name = 'Problem';
        this.status = status;
        this.retryAfter = retryAfter;
    }
}

/** One session on the server. */
export class SessionResource {
    #url;
    #token;
    #entityTag;

    /**
     * @param {string} url
     * @param {string} token
     * @param {string|null} entityTag
     */
    constructor(url, token, entityTag) {
        this.#url = url;
        this.#token = token;
        this.#entityTag = entityTag;
    }

    /**
     * Creates a session from an offer (RFC 9725 §4.2).
     *
     * @param {string} endpoint URL of the WHIP or WHEP endpoint
     * @param {string} offer SDP
     * @param {string} token Bearer token; empty for none
     * @returns {Promise<{resource: SessionResource, answer: string, iceServers: RTCIceServer[]}>}
     * @throws {Problem}
     */
    static async create(endpoint, offer, token) {
        const response = await request(endpoint, 'POST', token, { 'Content-Type': 'application/sdp' }, offer);
        if (response.status !== 201) throw await problem(response);
        const location = response.headers.get('Location');
        if (!location) throw new Problem('The server opened a session without saying where (no Location header).');
        const resource = new SessionResource(
            new URL(location, response.url).href, token, response.headers.get('ETag'));
        const iceServers = iceServersFromLink(response.headers.get('Link') ?? '');
        return { resource, answer: await response.text(), iceServers };
    }

    /**
     * Sends candidates of the current ICE generation (RFC 9725 §4.3.2).
     *
     * @param {string} fragment
     * @throws {Problem}
     */
    async trickle(fragment) {
        const response = await this.#patch(fragment, this.#entityTag);
        if (!response.ok) throw await problem(response, wordsAboutSessions);
    }

    /**
     * Starts a new ICE generation (RFC 9725 §4.3.3).
     *
     * @param {string} fragment the new user name, password and candidates of ours
     * @returns {Promise<string>} those of the server
     * @throws {Problem}
     */
    async restart(fragment) {
        const response = await this.#patch(fragment, '"*"');
        if (response.status !== 200) throw await problem(response, wordsAboutSessions);
        this.#entityTag = response.headers.get('ETag') ?? this.#entityTag;
        return response.text();
    }

    /**
     * Ends the session. Never throws: whoever ends a session no longer cares how that goes.
     *
     * @param {{keepalive?: boolean}} options `keepalive` lets the request outlive the page
     * @returns {Promise<Problem|null>} what the server answers about a session that it had ended by itself
     */
    async end({ keepalive = false } = {}) {
        try {
            const response = await request(this.#url, 'DELETE', this.#token, {}, undefined, keepalive);
            return response.ok ? null : await problem(response, wordsAboutSessions);
        } catch {
            return null;
        }
    }

    /**
     * @param {string} fragment
     * @param {string|null} entityTag
     */
    #patch(fragment, entityTag) {
        /** @type {Record<string, string>} */
        const headers = { 'Content-Type': 'application/trickle-ice-sdpfrag' };
        if (entityTag) headers['If-Match'] = entityTag;
        return request(this.#url, 'PATCH', this.#token, headers, fragment);
    }
}

/**
 * A response whose body says what went wrong, turned into a sentence (RFC 9457).
 *
 * @param {Response} response
 * @param {Record<number, string>} words what a status means, where the server does not say more
 * @returns {Promise<Problem>}
 */
export async function problem(response, words = wordsAboutStreams) {
    const retryAfter = Number.parseFloat(response.headers.get('Retry-After') ?? '');
    const sentence = await detail(response) ?? words[response.status]
        ?? `The server refused with HTTP status ${response.status}.`;
    return new Problem(sentence, response.status, Number.isFinite(retryAfter) ? retryAfter : null);
}

/**
 * Header fields that carry a token.
 *
 * @param {string} token empty for none
 * @returns {Record<string, string>}
 */
export function authorization(token) {
    return token ? { Authorization: `Bearer ${token}` } : {};
}

/**
 * STUN and TURN servers named by `Link` header fields with `rel="ice-server"` (RFC 9725 §4.6).
 *
 * @param {string} link all `Link` fields, joined by commas
 * @returns {RTCIceServer[]}
 */
export function iceServersFromLink(link) {
    const servers = [];
    for (const [, url, parameters] of link.matchAll(linkValue)) {
        const values = new Map([...parameters.matchAll(linkParameter)]
            .map(([, name, quoted, bare]) => [name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare]));
        if (values.get('rel') !== 'ice-server') continue;
        const username = values.get('username');
        const credential = values.get('credential');
        servers.push(username && credential ? { urls: url, username, credential } : { urls: url });
    }
    return servers;
}

/**
 * @param {string} url
 * @param {string} method
 * @param {string} token
 * @param {Record<string, string>} headers
 * @param {string} [body]
 * @param {boolean} [keepalive]
 * @throws {Problem} when no response comes
 */
async function request(url, method, token, headers, body, keepalive = false) {
    const signal = keepalive ? null : AbortSignal.timeout(requestTimeout);
    try {
        return await fetch(url, {
            method, body, keepalive, signal, cache: 'no-store', headers: { ...headers, ...authorization(token) },
        });
    } catch (error) {
        const tookTooLong = error instanceof DOMException && error.name === 'TimeoutError';
        throw new Problem(tookTooLong
            ? `The server did not answer within ${requestTimeout / 1000} seconds.`
            : 'The server cannot be reached.');
    }
}

/**
 * @param {Response} response
 * @returns {Promise<string|null>} the `detail` or `title` of a problem document
 */
async function detail(response) {
    if (!response.headers.get('Content-Type')?.includes('json')) return null;
    try {
        const { detail, title } = await response.json();
        return [detail, title].find((text) => typeof text === 'string' && text !== '') ?? null;
    } catch {
        return null;
    }
}

/** One parameter of a link: its name, and its value in quotes or without (RFC 8288 §3). */
const linkParameter = /\s*;\s*([\w-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s",;]+))/g;
/** One link: its target, and all its parameters. */
const linkValue = new RegExp(`<([^>]*)>((?:${linkParameter.source})*)`, 'g');

/**
 * What a status means to a person who asks for a stream.
 *
 * @type {Record<number, string>}
 */
const wordsAboutStreams = {
    400: 'The server could not read what the browser sent.',
    401: 'A token is needed here, and the one given (if any) is not known.',
    403: 'This is not allowed to you, or not with this token.',
    404: 'There is no such stream here, and its name cannot exist.',
    406: 'The server has no codec in common with this browser for this stream.',
    409: 'Nobody publishes this stream right now, or somebody else does already.',
    410: 'The server has ended this session.',
    413: 'The browser sent more than the server accepts.',
    415: 'The server does not take this kind of request.',
    429: 'The server asks to slow down.',
    500: 'The server had an error of its own.',
    503: 'The server is full or shutting down.',
};

/**
 * What a status means for a session that was open.
 *
 * @type {Record<number, string>}
 */
const wordsAboutSessions = { ...wordsAboutStreams, 404: 'The server no longer knows this session.' };
