/**
 * A drawn test pattern with sound, for when there is no camera or when one wants to see time itself: a clock, a
 * timecode, a frame counter, a hand that turns once a second and a ball that crosses the picture. On every full second
 * a lamp flashes and a beep sounds over a quiet 1 kHz tone, so that eye and ear can judge whether lips would match.
 */

/** Loudness of the tone and of the beep, 1 being full scale (our choice). */
const toneGain = 0.05;
const beepGain = 0.25;
/** Seconds that the beep and the flash last (our choice). */
const beepLength = 0.1;
const toneFrequency = 1000;

/** @typedef {{width: number, height: number, framesPerSecond: number, audio: boolean, title: string}} PatternOptions */

/**
 * Starts a pattern. It ends, and frees what it uses, when its video track is stopped.
 *
 * @param {PatternOptions} options
 * @returns {{stream: MediaStream, isSilent: () => boolean}} `isSilent`: the browser wants a
 * click on the page before there is sound
 */
export function openPattern({ width, height, framesPerSecond, audio, title }) {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const painter = new Painter(canvas, framesPerSecond, title);
    const stream = canvas.captureStream(framesPerSecond);
    const [video] = stream.getVideoTracks();
    const tone = audio ? new Tone() : null;
    if (tone) stream.addTrack(tone.track);

    const ticker = new Worker(new URL('./ticker.js', import.meta.url), { type: 'module' });
    ticker.addEventListener('message', () => {
        if (video.readyState === 'ended') {
            ticker.terminate();
            tone?.close();
            return;
        }
        const now = Date.now();
        painter.paint(now);
        tone?.beepAtNextSecond(now);
    });
    painter.paint(Date.now());
    ticker.postMessage(framesPerSecond);
    return { stream, isSilent: () => tone?.isSilent ?? false };
}

/** The sound: a steady tone whose loudness jumps up for the beep. */
class Tone {
    #context = new AudioContext();
    #gain = this.#context.createGain();
    #oscillator = this.#context.createOscillator();
    #destination = this.#context.createMediaStreamDestination();
    /** The second, since 1970, for which a beep is set. */
    #scheduled = 0;
    #closed = new AbortController();

    constructor() {
        this.#destination.channelCount = 1;
        this.#oscillator.frequency.value = toneFrequency;
        this.#gain.gain.value = toneGain;
        this.#oscillator.connect(this.#gain).connect(this.#destination);
        this.#oscillator.start();
        // Without a click or key press on this page, browsers keep the sound suspended.
        const resume = () => { void this.#context.resume(); };
        for (const event of ['pointerdown', 'keydown']) {
            document.addEventListener(event, resume, { signal: this.#closed.signal });
        }
    }

    get track() {
        return this.#destination.stream.getAudioTracks()[0];
    }

    get isSilent() {
        return this.#context.state === 'suspended';
    }

    /** @param {number} now milliseconds since 1970 */
    beepAtNextSecond(now) {
        const second = Math.floor(now / 1000) + 1;
        if (second === this.#scheduled || this.isSilent) return;
        this.#scheduled = second;
        const start = this.#context.currentTime + (second * 1000 - now) / 1000;
        this.#gain.gain.setValueAtTime(beepGain, start);
        this.#gain.gain.setValueAtTime(toneGain, start + beepLength);
    }

    close() {
        this.#closed.abort();
        void this.#context.close();
    }
}

/** The picture. All measures come from the canvas's height, so that every size looks alike. */
class Painter {
    #canvas;
    #context;
    #background;
    #framesPerSecond;
    #frames = 0;

    /**
     * @param {HTMLCanvasElement} canvas
     * @param {number} framesPerSecond
     * @param {string} title
     */
    constructor(canvas, framesPerSecond, title) {
        this.#canvas = canvas;
        this.#context = context(canvas);
        this.#background = paintBackground(canvas, framesPerSecond, title);
        this.#framesPerSecond = framesPerSecond;
    }

    /** @param {number} now milliseconds since 1970 */
    paint(now) {
        const { width, height } = this.#canvas;
        const pen = this.#context;
        const unit = height / 36;
        pen.drawImage(this.#background, 0, 0);

        pen.fillStyle = '#fff';
        pen.textAlign = 'center';
        pen.font = `bold ${unit * 4}px monospace`;
        pen.fillText(new Date(now).toISOString().slice(11, 23), width / 2, unit * 15.5);
        pen.font = `${unit * 2}px monospace`;
        pen.fillText(`${this.#timecode()}  frame ${this.#frames}`, width / 2, unit * 19.5);

        const turn = now % 1000 / 1000;
        paintHand(pen, width / 2 - unit * 23.5, unit * 15, unit * 4, turn);
        paintLamp(pen, width / 2 + unit * 23.5, unit * 15, unit * 4, turn < beepLength);

        const crossing = now % 4000 / 2000;
        const ball = crossing < 1 ? crossing : 2 - crossing;
        pen.fillStyle = '#ffd54a';
        disc(pen, unit * 2 + ball * (width - unit * 4), unit * 33.5, unit * 1.6);
        this.#frames += 1;
    }

    /** Hours, minutes, seconds and frames since the start. */
    #timecode() {
        const rate = this.#framesPerSecond;
        const seconds = Math.floor(this.#frames / rate);
        return [seconds / 3600, seconds / 60 % 60, seconds % 60, this.#frames % rate]
            .map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
    }
}

/**
 * What stays the same from frame to frame: colour bars, a grey scale, the panel and its captions.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} framesPerSecond
 * @param {string} title
 */
function paintBackground({ width, height }, framesPerSecond, title) {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const pen = context(canvas);
    const unit = height / 36;
    paintSteps(pen, ['#bfbfbf', '#bfbf00', '#00bfbf', '#00bf00', '#bf00bf', '#bf0000', '#0000bf'], 0, unit * 25);
    paintSteps(pen, Array.from({ length: 16 }, (_, step) => `hsl(0 0% ${step / 15 * 100}%)`), unit * 25, unit * 6);
    pen.fillStyle = '#101418';
    pen.fillRect(0, unit * 31, width, unit * 5);
    pen.beginPath();
    pen.roundRect(width / 2 - unit * 29, unit * 6, unit * 58, unit * 17, unit * 1.5);
    pen.fill();
    pen.textAlign = 'center';
    pen.fillStyle = '#8fd3c8';
    pen.font = `${unit * 1.8}px sans-serif`;
    pen.fillText(title, width / 2, unit * 9.8, unit * 36);
    pen.fillStyle = '#9aa5b1';
    pen.font = `${unit * 1.4}px sans-serif`;
    pen.fillText(`${width} × ${height}, ${framesPerSecond} frames a second, UTC`, width / 2, unit * 22);
    return canvas;
}

/**
 * Upright stripes side by side.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {string[]} colors
 * @param {number} top
 * @param {number} height
 */
function paintSteps(pen, colors, top, height) {
    const step = pen.canvas.width / colors.length;
    colors.forEach((color, index) => {
        pen.fillStyle = color;
        pen.fillRect(Math.floor(index * step), top, Math.ceil(step), height);
    });
}

/**
 * A hand on a dial.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {number} turn 0 to 1, clockwise from the top
 */
function paintHand(pen, x, y, radius, turn) {
    const angle = (turn - 0.25) * 2 * Math.PI;
    pen.strokeStyle = '#fff';
    pen.lineWidth = radius / 8;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.moveTo(x, y);
    pen.lineTo(x + Math.cos(angle) * radius * 0.85, y + Math.sin(angle) * radius * 0.85);
    pen.stroke();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {boolean} isLit
 */
function paintLamp(pen, x, y, radius, isLit) {
    pen.fillStyle = isLit ? '#fff' : '#2a323b';
    disc(pen, x, y, radius);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
function disc(pen, x, y, radius) {
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fill();
}

/** @param {HTMLCanvasElement} canvas */
function context(canvas) {
    const pen = canvas.getContext('2d', { alpha: false });
    if (!pen) throw new Error('This browser cannot draw the test pattern.');
    return pen;
}
