/**
 * Opens what is to be published: a camera, a screen or the drawn test pattern. Every refusal of the browser becomes a
 * sentence.
 */

import { openPattern } from './pattern.js';
import { Problem } from './resource.js';

/** @typedef {'camera'|'rear'|'screen'|'pattern'} Source */
/**
 * @typedef {object} CaptureOptions
 * @property {Source} source
 * @property {number} height pixels; the width follows at 16:9
 * @property {number} framesPerSecond
 * @property {boolean} audio
 * @property {string} title caption of the test pattern
 */

/**
 * @param {CaptureOptions} options
 * @returns {Promise<{stream: MediaStream, note: () => string|null}>} `note`: what the person should know, as of now
 * @throws {Problem}
 */
export async function capture({ source, height, framesPerSecond, audio, title }) {
    const width = Math.round(height * 16 / 9);
    if (source === 'pattern') {
        const { stream, isSilent } = openPattern({ width, height, framesPerSecond, audio, title });
        return { stream, note: () => isSilent() ? 'The test tone is silent until you click on this page.' : null };
    }
    if (!navigator.mediaDevices) throw new Problem(insecurePageSentence());
    const video = { width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: framesPerSecond } };
    try {
        return source === 'screen' ? await openScreen(video, audio) : await openCamera(source, video, audio);
    } catch (error) {
        throw new Problem(sentence(source, error));
    }
}

/** Whether the browser gives this page a camera or a screen at all. */
export function canCapture() {
    const devices = navigator.mediaDevices;
    return { camera: devices !== undefined, screen: devices?.getDisplayMedia !== undefined };
}

/** The address of this page over HTTPS, on the port where the server offers it by default. */
export function secureAddress() {
    return `https://${location.hostname}:8443${location.pathname}`;
}

function insecurePageSentence() {
    return 'Browsers open the camera and the screen only for pages that come over HTTPS or from localhost. '
        + `Open ${secureAddress()} instead, or publish the test pattern.`;
}

/**
 * @param {MediaTrackConstraints} video
 * @param {boolean} audio
 */
async function openScreen(video, audio) {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video, audio });
    for (const track of stream.getVideoTracks()) track.contentHint = 'detail';
    const isMute = audio && stream.getAudioTracks().length === 0;
    return { stream, note: () => isMute ? 'The browser shares this screen without its sound.' : null };
}

/**
 * Without a microphone, the picture alone is better than nothing.
 *
 * @param {Source} source
 * @param {MediaTrackConstraints} video
 * @param {boolean} audio
 */
async function openCamera(source, video, audio) {
    const constraints = { ...video, facingMode: source === 'rear' ? 'environment' : 'user' };
    try {
        return { stream: await navigator.mediaDevices.getUserMedia({ video: constraints, audio }), note: () => null };
    } catch (error) {
        if (!audio || !(error instanceof DOMException) || error.name !== 'NotFoundError') throw error;
        const stream = await navigator.mediaDevices.getUserMedia({ video: constraints });
        return { stream, note: () => 'No microphone was found; only the picture is published.' };
    }
}

/**
 * @param {Source} source
 * @param {unknown} error
 */
function sentence(source, error) {
    const name = error instanceof Error ? error.name : '';
    const isScreen = source === 'screen';
    switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
        return isScreen
            ? 'The screen was not shared: the choice was cancelled, or the system does not allow it.'
            : 'The browser may not use the camera or the microphone. Allow both beside the address bar (or in the '
                + 'system’s settings), then start again.';
    case 'NotFoundError':
        return isScreen
            ? 'There is no screen to share.'
            : 'No camera was found. Connect one, or choose another source.';
    case 'NotReadableError':
    case 'AbortError':
        return `The ${isScreen ? 'screen' : 'camera or microphone'} cannot be read; another program may be using it.`;
    case 'OverconstrainedError':
        return 'The camera cannot deliver this picture. Choose another size.';
    default:
        return `The source cannot be opened: ${error instanceof Error ? error.message : error}`;
    }
}
