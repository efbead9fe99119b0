/** The publish page: joins its form to a {@link Publisher}. */

import { canCapture, capture, secureAddress } from './capture.js';
import {
    element, exposeHandle, figuresInterval, recallToken, rememberToken, showFigures, showState, streamPath, write,
} from './page.js';
import { Problem } from './resource.js';
import { highestBitrate, lowestBitrate, settingsFromQuery } from './settings.js';
import { Publisher, sendableCodecs } from './whip.js';

const path = streamPath('publish');

const form = element('settings', HTMLFormElement);
const fixed = element('fixed', HTMLFieldSetElement);
const codec = element('codec', HTMLSelectElement);
const size = element('size', HTMLSelectElement);
const fps = element('fps', HTMLSelectElement);
const audio = element('audio', HTMLInputElement);
const simulcast = element('simulcast', HTMLInputElement);
const bitrate = element('bitrate', HTMLInputElement);
const token = element('token', HTMLInputElement);
const toggle = element('toggle', HTMLButtonElement);
const preview = element('preview', HTMLVideoElement);
const curtain = element('curtain', HTMLElement);
const badge = element('state', HTMLElement);
const error = element('error', HTMLElement);
const note = element('note', HTMLElement);
const figures = element('figures', HTMLElement);
const figuresSection = element('figures-section', HTMLElement);

/** @type {Publisher|null} */
let publisher = null;
/**
 * What the source has to say, as of now.
 *
 * @type {() => string|null}
 */
let sourceNote = () => null;

const handle = exposeHandle(() => publisher, start, stop);

document.title = `Publish ${path} · Turnout`;
element('name', HTMLElement).textContent = path;
offerSources();
offerCodecs();
showWatchLink();
form.addEventListener('submit', (event) => {
    event.preventDefault();
    void (isActive() ? stop() : start());
});
bitrate.addEventListener('change', () => {
    if (bitrate.validity.valid) void publisher?.setBitrate(bitrate.valueAsNumber);
});
window.addEventListener('pagehide', () => void publisher?.stop({ keepalive: true }));
setInterval(refresh, figuresInterval);
void obeyAddress();

async function start() {
    if (isActive()) return;
    if (!form.reportValidity()) return;
    rememberToken(token.value);
    begin(openSource);
}

async function stop() {
    await publisher?.stop();
}

/** @param {() => Promise<MediaStream>} openStream */
function begin(openStream) {
    publisher = new Publisher({
        endpoint: `/${path}/whip`,
        token: token.value,
        capture: openStream,
        codec: codec.value,
        bitrate: bitrate.valueAsNumber,
        simulcast: simulcast.checked,
    });
    publisher.addEventListener('change', render);
    void publisher.start();
}

async function openSource() {
    const { stream, note } = await capture({
        source: chosenSource(),
        height: Number(size.value),
        framesPerSecond: Number(fps.value),
        audio: audio.checked,
        title: path,
    });
    sourceNote = note;
    return stream;
}

/** Takes over what the address says. A wish that cannot be met stops an automatic start instead of being ignored. */
async function obeyAddress() {
    token.value = recallToken();
    const { settings, complaints } = settingsFromQuery(new URLSearchParams(location.search), {
        source: sourceInputs().map((input) => input.value),
        codec: [...codec.options].map((option) => option.value),
        size: [...size.options].map((option) => option.value),
        fps: [...fps.options].map((option) => option.value),
    });
    const isAsked = new URLSearchParams(location.search).has('source');
    const wanted = sourceInputs().find((input) => input.value === settings.source);
    if (wanted && (isAsked || !wanted.disabled)) wanted.checked = true;
    codec.value = settings.codec;
    size.value = settings.size;
    fps.value = settings.fps;
    bitrate.min = String(lowestBitrate);
    bitrate.max = String(highestBitrate);
    bitrate.valueAsNumber = settings.bitrate;
    audio.checked = settings.audio;
    simulcast.checked = settings.simulcast;
    if (complaints.length > 0) begin(() => Promise.reject(new Problem(complaints.join(' '))));
    else if (settings.start) await start();
}

/** Greys out sources that this page cannot open, and says why. */
function offerSources() {
    const possible = canCapture();
    for (const input of sourceInputs()) {
        input.disabled = input.value === 'screen' ? !possible.screen : input.value !== 'pattern' && !possible.camera;
        if (input.value === 'pattern' && !possible.camera) input.checked = true;
    }
    if (possible.camera) return;
    const link = element('secure-link', HTMLAnchorElement);
    link.href = secureAddress();
    link.textContent = secureAddress();
    element('insecure', HTMLElement).hidden = false;
}

function offerCodecs() {
    codec.append(...sendableCodecs().map((name) => new Option(name, name)));
}

function showWatchLink() {
    const link = element('watch-link', HTMLAnchorElement);
    const button = element('copy', HTMLButtonElement);
    link.href = `/${path}`;
    link.textContent = link.href;
    button.addEventListener('click', async () => {
        button.textContent = await copy(link) ? 'Copied' : 'Cannot copy';
        setTimeout(() => { button.textContent = 'Copy link'; }, 3000);
    });
}

/**
 * Pages without HTTPS are not given the clipboard, but may copy what is selected.
 *
 * @param {HTMLAnchorElement} link
 * @returns {Promise<boolean>} whether the clipboard has the link now
 */
async function copy(link) {
    try {
        await navigator.clipboard.writeText(link.href);
        return true;
    } catch {
        getSelection()?.selectAllChildren(link);
        return document.execCommand('copy');
    }
}

async function refresh() {
    const report = await handle.figures();
    showFigures(figures, report);
    element('layers', HTMLElement).hidden = report.layers.length < 2;
    write(note, isActive() ? sourceNote() : null);
}

function render() {
    showState(badge, handle.state);
    if (handle.state === 'live') figuresSection.hidden = false;
    write(error, handle.error);
    fixed.disabled = isActive();
    toggle.textContent = isActive() ? 'Stop' : 'Start';
    toggle.classList.toggle('stop', isActive());
    const stream = publisher?.stream ?? null;
    if (preview.srcObject !== stream) preview.srcObject = stream;
    curtain.hidden = stream !== null;
}

function isActive() {
    return ['connecting', 'live', 'waiting', 'reconnecting'].includes(handle.state);
}

function sourceInputs() {
    return [...form.querySelectorAll('input')].filter(({ name }) => name === 'source');
}

function chosenSource() {
    const value = sourceInputs().find((input) => input.checked)?.value;
    return /** @type {import('./capture.js').Source} */ (value ?? 'pattern');
}
