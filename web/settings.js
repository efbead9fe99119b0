/**
 * What the publish page can be told by its address, for scripts and bookmarks, e.g.
 * `?source=pattern&codec=VP8&bitrate=2500&size=720&fps=30&audio=1&simulcast=1&start=1`.
 */

/**
 * @typedef {object} Settings
 * @property {string} source
 * @property {string} codec empty: the browser chooses
 * @property {string} size height in pixels
 * @property {string} fps
 * @property {number} bitrate kbit/s
 * @property {boolean} audio
 * @property {boolean} simulcast
 * @property {boolean} start begin at once
 */

/** Limits of the bitrate in kbit/s (our choice). */
export const lowestBitrate = 50;
export const highestBitrate = 50_000;

/** @type {Settings} */
const defaults = {
    source: 'camera', codec: '', size: '720', fps: '30', bitrate: 2500, audio: true, simulcast: false, start: false,
};

/**
 * @param {URLSearchParams} query
 * @param {{source: string[], codec: string[], size: string[], fps: string[]}} known what there is to choose from
 * @returns {{settings: Settings, complaints: string[]}} `complaints`: a sentence for each value that makes no sense
 */
export function settingsFromQuery(query, known) {
    /** @type {string[]} */
    const complaints = [];

    /** @param {'source'|'codec'|'size'|'fps'} name */
    const choice = (name) => {
        const wanted = query.get(name);
        if (wanted === null) return defaults[name];
        const match = known[name].find((value) => value.toLowerCase() === wanted.toLowerCase());
        if (match === undefined) {
            const others = known[name].filter((value) => value !== '').join(', ');
            complaints.push(`The address asks for ${name} “${wanted}”; this page and browser have ${others}.`);
        }
        return match ?? defaults[name];
    };
    /** @param {'audio'|'simulcast'|'start'} name */
    const toggle = (name) => {
        const wanted = query.get(name);
        if (wanted === null) return defaults[name];
        return !['0', 'false', 'off', 'no'].includes(wanted.toLowerCase());
    };
    const bitrate = () => {
        const wanted = query.get('bitrate');
        if (wanted === null) return defaults.bitrate;
        const value = Number(wanted);
        if (value >= lowestBitrate && value <= highestBitrate) return Math.round(value);
        complaints.push(`The address asks for a bitrate of “${wanted}”; `
            + `it may lie between ${lowestBitrate} and ${highestBitrate} kbit/s.`);
        return defaults.bitrate;
    };

    const settings = {
        source: choice('source'), codec: choice('codec'), size: choice('size'), fps: choice('fps'), bitrate: bitrate(),
        audio: toggle('audio'), simulcast: toggle('simulcast'), start: toggle('start'),
    };
    return { settings, complaints };
}
