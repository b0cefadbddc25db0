/** What a checker has counted, as it is kept over a reload. */
export interface Checked {
  lastSeq: number;
  received: number;
  repeats: number;
  gaps: number;
  early: number[];
}

/** Seqs that are missing in front of another. */
export interface Missing {
  from: number;
  to: number;
  count: number;
}

/**
 * Judges what the client tells, by the seqs: what comes again, what is missing. The client promises neither, so each count above 0 is a fault, the client's or
 * the server's.
 */
export class SeqChecker {
  lastSeq: number;
  received: number;
  repeats: number;
  gaps: number;
  /** Expedited ones above `lastSeq`, which the ordinary run passes in silence. */
  #early: Set<number>;

  constructor(kept: Partial<Checked> = {}) {
    this.lastSeq = kept.lastSeq ?? 0;
    this.received = kept.received ?? 0;
    this.repeats = kept.repeats ?? 0;
    this.gaps = kept.gaps ?? 0;
    this.#early = new Set(kept.early);
  }

  toJSON(): Checked {
    const { lastSeq, received, repeats, gaps } = this;
    return { lastSeq, received, repeats, gaps, early: [...this.#early] };
  }

  /** Another history begins behind a seq. */
  begin(lastSeq: number): void {
    this.lastSeq = lastSeq;
    this.received = 0;
    this.#early.clear();
  }

  /** A message was told. Returns what is missing before it. */
  message(seq: number, expedited: boolean): Missing | null {
    if (this.has(seq)) {
      this.repeats += 1;
      return null;
    }

    this.received += 1;
    if (!expedited) return this.pass(seq, seq);
    this.#early.add(seq);
    this.#passEarly();
    return null;
  }

  has(seq: number): boolean {
    return seq <= this.lastSeq || this.#early.has(seq);
  }

  /** These seqs are over without a message. Returns what is missing before them. */
  pass(from: number, to: number): Missing | null {
    if (to <= this.lastSeq) return null;
    const expected = this.lastSeq + 1;
    const had = [...this.#early].filter(seq => seq < from).length;
    const count = Math.max(0, from - expected - had);
    this.gaps += count;
    this.lastSeq = to;
    for (const seq of this.#early) if (seq <= to) this.#early.delete(seq);
    this.#passEarly();
    return count > 0 ? { from: expected, to: from - 1, count } : null;
  }

  #passEarly(): void {
    while (this.#early.delete(this.lastSeq + 1)) this.lastSeq += 1;
  }
}
