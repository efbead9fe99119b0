/** The watch page: joins its video element to a {@link Player}. */

import {
    element, exposeHandle, figuresInterval, recallToken, rememberToken, showFigures, showState, stateWords, streamPath,
    write,
} from './page.js';
import { Player } from './whep.js';

const path = streamPath();
const wantsSound = new URLSearchParams(location.search).get('muted') === '0';

/** Readings without a new frame after which the page says so (our choice). */
const patience = 4;

const stage = element('stage', HTMLElement);
const video = element('video', HTMLVideoElement);
const curtain = element('curtain', HTMLElement);
const spinner = element('spinner', HTMLElement);
const message = element('message', HTMLElement);
const badge = element('state', HTMLElement);
const error = element('error', HTMLElement);
const note = element('note', HTMLElement);
const unmute = element('unmute', HTMLButtonElement);
const sound = element('sound', HTMLButtonElement);
const toggle = element('toggle', HTMLButtonElement);
const fullscreen = element('fullscreen', HTMLButtonElement);
const access = element('access', HTMLFormElement);
const token = element('token', HTMLInputElement);
const figures = element('figures', HTMLElement);
const figuresSection = element('figures-section', HTMLElement);

/** @type {Player|null} */
let player = null;
/** Frames and audio packets at the last reading, and how often they have stayed the same. */
let progress = { count: 0, idle: 0 };

const handle = exposeHandle(() => player, start, stop);

document.title = `${path} · Turnout`;
element('name', HTMLElement).textContent = path;
token.value = recallToken();
toggle.addEventListener('click', () => void (isActive() ? stop() : start()));
unmute.addEventListener('click', () => listen(true));
sound.addEventListener('click', () => listen(video.muted));
fullscreen.addEventListener('click', () => void toggleFullscreen());
video.addEventListener('volumechange', render);
video.addEventListener('dblclick', () => void toggleFullscreen());
access.addEventListener('submit', (event) => {
    event.preventDefault();
    rememberToken(token.value);
    void stop().then(start);
});
window.addEventListener('pagehide', () => void player?.stop({ keepalive: true }));
window.addEventListener('pageshow', ({ persisted }) => void (persisted && start()));
setInterval(refresh, figuresInterval);
if (wantsSound) video.muted = false;
void start();

async function start() {
    if (isActive()) return;
    player = new Player({ endpoint: `/${path}/whep`, token: token.value });
    player.addEventListener('change', render);
    player.addEventListener('media', show);
    void player.start();
}

async function stop() {
    await player?.stop();
}

function show() {
    if (video.srcObject !== player?.stream) video.srcObject = player?.stream ?? null;
    void play();
}

/** @param {boolean} isWanted */
function listen(isWanted) {
    video.muted = !isWanted;
    void play();
}

/** Plays with sound if it is wanted and the browser allows it; a page that nobody has touched may have to be mute. */
async function play() {
    try {
        await video.play();
    } catch (problem) {
        if (!(problem instanceof DOMException) || problem.name !== 'NotAllowedError' || video.muted) return;
        video.muted = true;
        await video.play().catch(() => {});
    }
    render();
}

/** A phone may only let the video itself fill the screen. */
async function toggleFullscreen() {
    if (document.fullscreenElement) return document.exitFullscreen();
    try {
        await stage.requestFullscreen();
    } catch {
        /** @type {{webkitEnterFullscreen?: () => void}} */ (video).webkitEnterFullscreen?.();
    }
}

async function refresh() {
    const report = await handle.figures();
    showFigures(figures, report);
    const count = (report.framesDecoded ?? 0) + (report.audio?.packetsReceived ?? 0);
    progress = { count, idle: count === progress.count ? progress.idle + 1 : 0 };
    render();
}

function render() {
    const { state } = handle;
    if (state === 'live') figuresSection.hidden = false;
    const hasPicture = player?.stream !== null && video.videoWidth > 0;
    showState(badge, state);
    write(error, handle.error);
    write(note, state === 'live' && progress.idle >= patience
        ? 'Connected, but nothing arrives: the publisher sends nothing, or its packets are lost on the way.' : null);
    curtain.hidden = state === 'live' && hasPicture;
    curtain.classList.toggle('sheer', hasPicture && isActive());
    spinner.hidden = !isActive() || isSoundOnly();
    message.textContent = curtainWords();
    unmute.hidden = !(state === 'live' && video.muted && player?.stream?.getAudioTracks().length);
    sound.textContent = video.muted ? 'Unmute' : 'Mute';
    toggle.textContent = isActive() ? 'Stop' : 'Play';
    access.hidden = !(state === 'failed' && [401, 403].includes(player?.refusal ?? 0));
}

function curtainWords() {
    switch (handle.state) {
    case 'live': return isSoundOnly() ? 'Sound only; no picture has come yet.' : 'Waiting for the first picture…';
    case 'waiting': return 'Waiting for the stream. It starts here as soon as somebody publishes it.';
    case 'ended': return 'Stopped.';
    case 'failed': return 'This stream cannot be played.';
    default: return stateWords[handle.state];
    }
}

/** Whether packets come in, none of which has made a picture. */
function isSoundOnly() {
    return handle.state === 'live' && progress.count > 0;
}

function isActive() {
    return ['connecting', 'live', 'waiting', 'reconnecting'].includes(handle.state);
}
