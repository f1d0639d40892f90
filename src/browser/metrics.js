// Counts and times of one client, for its `metrics()`, for `onMetric`, and for the browser's performance panel. Never a
// word of what was said.

// So many of the last times are looked at.
const KEPT = 256;

class Times {
  #values = [];
  #next = 0;

  add(value) {
    this.#values[this.#next++ % KEPT] = value;
  }

  get quantiles() {
    const sorted = [...this.#values].sort((a, b) => a - b);
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    return { p50: at(0.5), p95: at(0.95) };
  }
}

export class Metrics {
  #counts = { requests: 0, answered: 0, failed: 0, resent: 0, connects: 0, drops: 0, reconnects: 0, handOvers: 0 };
  #firstUpdate = new Times();
  #total = new Times();
  #connect = new Times();
  #spans = [];

  count(name) {
    this.#counts[name]++;
  }

  /** A connection opened, after so long. */
  connected(ms, isHandOver) {
    this.#counts[isHandOver ? 'handOvers' : 'connects']++;
    this.#connect.add(ms);
  }

  /** A request settled; `timings` are those of its answer. */
  settled(name, madeAt, { firstUpdateMs, totalMs }, isGood) {
    this.#counts[isGood ? 'answered' : 'failed']++;
    if (firstUpdateMs !== undefined) this.#firstUpdate.add(firstUpdateMs);
    if (isGood) this.#total.add(totalMs);
    this.#span(name, madeAt, madeAt + totalMs);
  }

  /** For the performance panel, when there is time for it; a page with more in one go has no use for each. */
  #span(name, start, end) {
    if (this.#spans.push([name, start, end]) === 1) setTimeout(() => this.#draw());
    if (this.#spans.length > 50) this.#spans.pop();
  }

  #draw() {
    for (const [name, start, end] of this.#spans.splice(0)) {
      try {
        performance.measure(name, { start, end });
        // The panel has it by now; what is kept besides would grow for as long as the page lives.
        performance.clearMeasures(name);
      } catch {
        // Some hosts have no user timing.
      }
    }
  }

  read() {
    return {
      ...this.#counts,
      connectMs: this.#connect.quantiles,
      firstUpdateMs: this.#firstUpdate.quantiles,
      totalMs: this.#total.quantiles,
    };
  }
}
