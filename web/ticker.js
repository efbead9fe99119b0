/**
 * A worker that posts a message at an even rate, told by a message with the rate in hertz. Browsers slow the timers of
 * hidden pages down, those of workers not; so a test pattern keeps running behind other windows.
 */

self.addEventListener('message', ({ data: rate }) => {
    const start = performance.now();
    let count = 0;
    const tick = () => {
        self.postMessage(null);
        count += 1;
        const late = performance.now() - start - count * 1000 / rate;
        if (late > 1000) count += Math.floor(late * rate / 1000);
        setTimeout(tick, Math.max(start + count * 1000 / rate - performance.now(), 0));
    };
    tick();
});
