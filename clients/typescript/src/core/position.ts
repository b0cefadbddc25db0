import type { PositionRecord } from './actions.js';

/** Which seqs have come, and which of them the application is done with (docs/client.md, section 4). */
export class Position {
  epoch: string | null = null;
  /** The ordinary run has come so far. */
  received = 0;
  /** Seqs above `received` that came ahead of their turn. */
  #early = new Set<number>();
  /** Seqs above `value` that are handled. */
  #handled = new Set<number>();
  /** Seqs of deliveries by their number; null for one without a seq or of an epoch that is over. */
  #pending = new Map<number, number | null>();
  #deliveries = 0;

  constructor(record: PositionRecord | undefined) {
    if (!record) return;
    this.epoch = record.epoch;
    this.received = record.last_seq;
    this.#early = new Set(record.early);
    this.#handled = new Set(record.early);
  }

  /** Everything up to this seq is handled; what the server may know. */
  get value(): number {
    let value = this.received;
    for (const seq of this.#pending.values()) if (seq !== null && seq <= value) value = seq - 1;
    return value;
  }

  get pending(): number {
    return this.#pending.size;
  }

  /** Handled seqs above a position. */
  handledAbove(position: number): number[] {
    return [...this.#handled].filter(seq => seq > position || !this.#handled.delete(seq)).sort((a, b) => a - b);
  }

  has(seq: number): boolean {
    return seq <= this.received || this.#early.has(seq);
  }

  /** Whether every seq between `received` and this one came ahead of its turn. */
  isNext(seq: number): boolean {
    for (let between = this.received + 1; between < seq; between += 1) if (!this.#early.has(between)) return false;
    return true;
  }

  moveTo(seq: number): void {
    this.received = Math.max(this.received, seq);
    for (const early of this.#early) if (early <= this.received) this.#early.delete(early);
    while (this.#early.delete(this.received + 1)) this.received += 1;
  }

  addEarly(seq: number): void {
    this.#early.add(seq);
    this.moveTo(this.received);
  }

  /** Seqs of another history begin. */
  beginEpoch(epoch: string, received: number): void {
    this.epoch = epoch;
    this.received = received;
    this.#early.clear();
    this.#handled.clear();
    for (const delivery of this.#pending.keys()) this.#pending.set(delivery, null);
  }

  /** Numbers a delivery. */
  deliver(seq: number | null): number {
    this.#deliveries += 1;
    this.#pending.set(this.#deliveries, seq);
    return this.#deliveries;
  }

  handled(delivery: number): void {
    const seq = this.#pending.get(delivery);
    this.#pending.delete(delivery);
    if (typeof seq === 'number') this.#handled.add(seq);
  }
}
