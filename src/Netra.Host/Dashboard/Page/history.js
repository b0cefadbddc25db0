// What the page keeps of the cluster's history, brought up to date by what is new.

export class History {
  at = [];
  intervalMs = 0;
  #figures = {};
  #latencies = {};

  get since() {
    return this.at.at(-1) ?? 0;
  }

  /** Adds newer intervals, and lets go of those that are too old. */
  add(answer, historyMs) {
    this.intervalMs = answer.interval_ms;
    const had = this.at.length;
    this.at.push(...answer.at);
    for (const [name, values] of Object.entries(answer.figures)) (this.#figures[name] ??= Array(had).fill(null)).push(...values);
    for (const [name, { p50, p95, p99 }] of Object.entries(answer.latencies)) {
      const kept = (this.#latencies[name] ??= [0, 1, 2].map(() => Array(had).fill(null)));
      [p50, p95, p99].forEach((values, i) => kept[i].push(...values));
    }
    const old = this.at.findIndex((at) => at > this.since - historyMs);
    if (old <= 0) return;
    for (const values of [this.at, ...Object.values(this.#figures), ...Object.values(this.#latencies).flat()]) values.splice(0, old);
  }

  level = (name) => this.#figures[name] ?? [];

  rate = (name) => this.level(name).map((value) => (value === null ? null : (value * 1000) / this.intervalMs));

  percentiles = (name) => this.#latencies[name] ?? [[], [], []];
}
