/**
 * SDP fragments (RFC 8840 §9, `application/trickle-ice-sdpfrag`) as WHIP and WHEP use them to trickle candidates and
 * to restart ICE. Pure functions from text to text.
 */

/** @typedef {{mid: string, line: string}} Candidate `line` begins with `candidate:` */

/**
 * A fragment with the ICE user name and password of `description` and some candidates (RFC 9725 §4.3.2).
 *
 * @param {string} description the local description that the candidates belong to
 * @param {Candidate[]} candidates
 * @param {{complete?: boolean}} options `complete`: no more candidates follow
 * @returns {string}
 */
export function candidateFragment(description, candidates, { complete = false } = {}) {
    const { session, media } = sections(description);
    const named = media.filter((section) => candidates.some(({ mid }) => mid === value(section, 'mid')));
    const lines = session.filter((line) => line.startsWith('a=group:') || line.startsWith('a=ice-options:'));
    for (const section of named.length > 0 ? named : media.slice(0, 1)) {
        const mid = value(section, 'mid') ?? '0';
        lines.push(
            section[0],
            `a=mid:${mid}`,
            `a=ice-ufrag:${value(section, 'ice-ufrag') ?? value(session, 'ice-ufrag')}`,
            `a=ice-pwd:${value(section, 'ice-pwd') ?? value(session, 'ice-pwd')}`,
            ...candidates.filter((candidate) => candidate.mid === mid).map(({ line }) => `a=${line}`),
        );
        if (complete) lines.push('a=end-of-candidates');
    }
    return text(lines);
}

/**
 * The answer of the ICE generation that a restart began: the former answer with the user name, password and candidates
 * of the server's fragment (RFC 9725 §4.3.3).
 *
 * @param {string} answer the former answer
 * @param {string} fragment
 * @returns {string|null} null when the fragment lacks a user name or a password
 */
export function restartedAnswer(answer, fragment) {
    const fresh = fragment.split(/\r?\n/);
    const ufrag = value(fresh, 'ice-ufrag');
    const password = value(fresh, 'ice-pwd');
    if (!ufrag || !password) return null;
    const candidates = fresh.filter(isCandidate);
    const { session, media } = sections(answer);
    /** @param {string[]} section */
    const renewed = (section) => section.filter((line) => !isCandidate(line)).map((line) =>
        line.startsWith('a=ice-ufrag:') ? `a=ice-ufrag:${ufrag}`
            : line.startsWith('a=ice-pwd:') ? `a=ice-pwd:${password}` : line);
    return text([
        ...renewed(session),
        ...media.flatMap((section, index) => index === 0 ? [...renewed(section), ...candidates] : renewed(section)),
    ]);
}

/**
 * @param {string} description
 * @returns {{session: string[], media: string[][]}} lines before the first `m=` line, and those of each media section
 */
function sections(description) {
    /** @type {string[][]} */
    const all = [[]];
    for (const line of description.split(/\r?\n/)) {
        if (line === '') continue;
        if (line.startsWith('m=')) all.push([]);
        all[all.length - 1].push(line);
    }
    return { session: all[0], media: all.slice(1) };
}

/**
 * @param {string[]} lines
 * @param {string} name
 * @returns {string|undefined} what follows `a=name:` on the first such line
 */
function value(lines, name) {
    const prefix = `a=${name}:`;
    return lines.find((line) => line.startsWith(prefix))?.slice(prefix.length);
}

/** @param {string} line */
function isCandidate(line) {
    return line.startsWith('a=candidate:') || line === 'a=end-of-candidates';
}

/** @param {string[]} lines */
function text(lines) {
    return lines.map((line) => `${line}\r\n`).join('');
}
