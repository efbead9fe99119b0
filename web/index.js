/** The front page: what is live now, and how to begin a broadcast. */

import { element, recallToken, rememberToken, write } from './page.js';
import { authorization, Problem, problem } from './resource.js';

/** @typedef {{kind: string, codec: string}} Track */
/** @typedef {{path: string, tracks: Track[], subscribers: number, uptime: number, isPublishing: boolean}} Stream */

/** Milliseconds between two looks at the list (our choice). */
const refreshInterval = 2000;

/** Words that the URLs of the server use for something else, so that no stream can have them. */
const reservedLastSegments = [
    'whip', 'whep', 'publish', 'push', 'pull', 'record', 'ingest', 'index.m3u8', 'manifest.mpd',
];
const reservedFirstSegments = ['v1', 'hls', 'dash', 'metrics', 'healthz', 'readyz', 'assets'];
/** Characters in a path, and segments in it. */
const longestPath = 255;
const mostSegments = 16;

const list = element('streams', HTMLUListElement);
const empty = element('empty', HTMLElement);
const error = element('error', HTMLElement);
const access = element('access', HTMLFormElement);
const token = element('token', HTMLInputElement);
const beginForm = element('begin', HTMLFormElement);
const name = element('name', HTMLInputElement);
const nameError = element('name-error', HTMLElement);

/** The rows shown, by path; rows stay in place between refreshes, so that the keyboard focus does. */
const rows = new Map();

token.value = recallToken();
access.addEventListener('submit', (event) => {
    event.preventDefault();
    rememberToken(token.value);
    void refresh();
});
beginForm.addEventListener('submit', (event) => {
    event.preventDefault();
    const path = name.value.trim().replace(/^\/+|\/+$/g, '');
    const fault = faultOf(path);
    write(nameError, fault);
    name.setAttribute('aria-invalid', String(fault !== null));
    if (fault === null) location.assign(`/${path}/publish`);
});
name.addEventListener('input', () => {
    write(nameError, null);
    showExamples();
});
document.addEventListener('visibilitychange', () => void (document.hidden || refresh()));
setInterval(() => void (document.hidden || refresh()), refreshInterval);
showExamples();
void refresh();

async function refresh() {
    try {
        show(await streams());
        write(error, null);
        access.hidden = true;
    } catch (fault) {
        const isProblem = fault instanceof Problem;
        const { message, status } = isProblem ? fault : new Problem('What the server sent makes no sense.');
        write(error, `The list of streams cannot be shown. ${message}`);
        access.hidden = status !== 401 && status !== 403;
        show([]);
        empty.hidden = true;
    }
}

/**
 * @returns {Promise<Stream[]>}
 * @throws {Problem}
 */
async function streams() {
    let response;
    try {
        response = await fetch('/v1/streams', {
            headers: authorization(token.value), cache: 'no-store', signal: AbortSignal.timeout(refreshInterval * 2),
        });
    } catch {
        throw new Problem('The server cannot be reached; this page keeps trying.');
    }
    if (!response.ok) throw await problem(response);
    return (await response.json()).streams;
}

/** @param {Stream[]} streams */
function show(streams) {
    for (const [path, row] of rows) {
        if (streams.some((stream) => stream.path === path)) continue;
        row.remove();
        rows.delete(path);
    }
    for (const stream of streams) {
        const row = rows.get(stream.path) ?? document.createElement('li');
        if (!rows.has(stream.path)) {
            row.append(document.createElement('a'), document.createElement('span'));
            list.append(row);
            rows.set(stream.path, row);
        }
        const [link, facts] = row.children;
        link.href = `/${stream.path}`;
        if (link.textContent !== stream.path) link.textContent = stream.path;
        facts.textContent = factsAbout(stream);
    }
    list.hidden = streams.length === 0;
    write(empty, streams.length === 0 ? 'Nothing is live now. What you publish appears here.' : null);
}

/** @param {Stream} stream */
function factsAbout({ tracks, subscribers, uptime, isPublishing }) {
    const viewers = subscribers === 1 ? '1 viewer' : `${subscribers} viewers`;
    const pictureFirst = [...tracks].sort((one, other) => other.kind.localeCompare(one.kind));
    const codecs = pictureFirst.map(({ codec }) => codec).join(' + ') || 'no tracks yet';
    return [codecs, viewers, isPublishing ? `for ${duration(uptime)}` : 'publisher is away'].join(' · ');
}

/** @param {number} seconds */
function duration(seconds) {
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    if (hours > 0) return `${hours} h ${minutes} min`;
    return minutes > 0 ? `${minutes} min` : `${Math.floor(seconds)} s`;
}

/**
 * What is wrong with a stream's name, by the rules that the server has.
 *
 * @param {string} path
 * @returns {string|null}
 */
function faultOf(path) {
    const segments = path.split('/');
    const [first, last] = [segments[0], segments[segments.length - 1]];
    if (path === '') return 'Give the stream a name.';
    if (path.length > longestPath) return `The name may have ${longestPath} characters.`;
    if (segments.length > mostSegments) return `The name may have ${mostSegments} parts.`;
    if (segments.includes('')) return 'There are two slashes in a row.';
    if (segments.includes('.') || segments.includes('..')) return 'A part of the name cannot be only dots.';
    if (!/^[A-Za-z0-9\-._~/]*$/.test(path)) {
        return 'The name may hold letters, digits and - . _ ~ only, in parts joined by /.';
    }
    if (reservedFirstSegments.includes(first)) {
        return `“${first}” has a meaning of its own and cannot be the first part.`;
    }
    if (reservedLastSegments.includes(last) || last.startsWith('snapshot.')) {
        return `“${last}” has a meaning of its own and cannot be the last part.`;
    }
    return null;
}

/** The how-to, with the address of this server and the name in the form. */
function showExamples() {
    const path = faultOf(name.value) === null ? name.value : 'live/demo';
    const base = `${location.origin}/${path}`;
    /** @type {Record<string, string>} */
    const examples = {
        whip: `${base}/whip`,
        whep: `${base}/whep`,
        watch: base,
        ffmpeg: 'ffmpeg -re -i input.mp4 \\\n'
            + '  -c:v libx264 -preset veryfast -tune zerolatency -bf 0 -g 60 -pix_fmt yuv420p \\\n'
            + '  -c:a libopus -ar 48000 -ac 2 -b:a 96k \\\n'
            + `  -f whip ${base}/whip`,
    };
    for (const place of document.querySelectorAll('[data-example]')) {
        if (place instanceof HTMLElement) place.textContent = examples[place.dataset.example ?? ''];
    }
}
