/**
 * What the pages have in common: the stream's path, the token, how a state reads, the figures, and the handle by which
 * scripts drive a page.
 */

import { Meter } from './figures.js';

/** @typedef {import('./figures.js').Figures} Figures */
/** @typedef {import('./session.js').Session} Session */
/** @typedef {import('./session.js').State} State */
/** @typedef {Figures & {state: State, error: string|null}} Report */
/**
 * `window.turnout`, for scripts and tests.
 *
 * @typedef {object} Handle
 * @property {State} state
 * @property {string|null} error
 * @property {() => Promise<Report>} figures plain JSON
 * @property {() => Promise<void>} start resolves when the session has begun, not when it is live
 * @property {() => Promise<void>} stop resolves when the server has been told
 */

/** Milliseconds between two looks at the figures (our choice). */
export const figuresInterval = 1000;

const tokenKey = 'turnout.token';

/**
 * How a state reads.
 *
 * @type {Record<State, string>}
 */
export const stateWords = {
    idle: 'Ready',
    connecting: 'Connecting…',
    live: 'Live',
    waiting: 'Waiting for the stream',
    reconnecting: 'Reconnecting…',
    failed: 'Failed',
    ended: 'Ended',
};

/**
 * The element with that id.
 *
 * @template {Element} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function element(id, kind) {
    const found = document.getElementById(id);
    if (found instanceof kind) return found;
    throw new Error(`This page has no ${kind.name} named ${id}.`);
}

/**
 * The stream that this page is about.
 *
 * @param {string} [suffix] last segment of the page's own, e.g. `publish`
 */
export function streamPath(suffix) {
    const segments = location.pathname.split('/').filter((segment) => segment !== '');
    if (suffix && segments.at(-1) === suffix) segments.pop();
    return segments.join('/');
}

/** The token of this tab: from the address (from which it then vanishes), or remembered. */
export function recallToken() {
    const address = new URL(location.href);
    const token = address.searchParams.get('token');
    if (token === null) return sessionStorage.getItem(tokenKey) ?? '';
    rememberToken(token);
    address.searchParams.delete('token');
    history.replaceState(null, '', address);
    return token;
}

/**
 * Keeps the token until the tab is closed.
 *
 * @param {string} token
 */
export function rememberToken(token) {
    if (token) sessionStorage.setItem(tokenKey, token);
    else sessionStorage.removeItem(tokenKey);
}

/**
 * Makes `window.turnout`.
 *
 * @param {() => Session|null} session the one of now
 * @param {() => Promise<void>} start
 * @param {() => Promise<void>} stop
 * @returns {Handle}
 */
export function exposeHandle(session, start, stop) {
    const meter = new Meter();
    const handle = {
        get state() { return session()?.state ?? 'idle'; },
        get error() { return session()?.error ?? null; },
        async figures() {
            const figures = await meter.read(session()?.peer ?? null);
            return { state: handle.state, error: handle.error, ...figures };
        },
        start,
        stop,
    };
    Object.defineProperty(window, 'turnout', { value: handle });
    return handle;
}

/**
 * Shows the state where `data-state` styles it.
 *
 * @param {HTMLElement} badge
 * @param {State} state
 * @param {string} [words]
 */
export function showState(badge, state, words = stateWords[state]) {
    badge.dataset.state = state;
    write(badge, words);
}

/**
 * Shows a text, or hides its element when there is none. Unchanged text is left alone, so that screen readers do not
 * read it twice.
 *
 * @param {HTMLElement} place
 * @param {string|null} text
 */
export function write(place, text) {
    if (place.textContent !== (text ?? '')) place.textContent = text;
    place.hidden = !text;
}

/**
 * Fills the elements whose `data-figure` names a figure.
 *
 * @param {HTMLElement} panel
 * @param {Figures} figures
 */
export function showFigures(panel, figures) {
    const texts = figureTexts(figures);
    for (const place of panel.querySelectorAll('[data-figure]')) {
        if (place instanceof HTMLElement) place.textContent = texts[place.dataset.figure ?? ''] ?? '–';
    }
}

/**
 * @param {Figures} figures
 * @returns {Record<string, string|null>}
 */
function figureTexts(figures) {
    const { width, height, framesPerSecond, bitrateKbps } = figures;
    const { lossPercent, packetsLost, roundTripMs, jitterBufferMs } = figures;
    const codecs = [figures.codec, figures.audio?.codec].filter(Boolean);
    return {
        resolution: width && height ? `${width} × ${height}` : null,
        framesPerSecond: framesPerSecond === null ? null : `${Math.round(framesPerSecond)} fps`,
        bitrate: bitrateKbps === null ? null : `${bitrateKbps} kbit/s`,
        loss: lossPercent === null ? null : `${lossPercent} % (${packetsLost ?? 0} in all)`,
        roundTrip: roundTripMs === null ? null : `${roundTripMs} ms`,
        jitterBuffer: jitterBufferMs === null ? null : `${Math.round(jitterBufferMs)} ms`,
        codec: codecs.length > 0 ? codecs.join(' + ') : null,
        layers: figures.layers.length > 1
            ? figures.layers.map((layer) => layer.height ? `${layer.height}p` : 'off').join(' + ') : null,
    };
}
