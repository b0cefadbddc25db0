// Judges the order of a session's frames: what is new, what came again, what is missing (protocol sections 2.1 and 3).

export class SeqChecker {
  #resumedFrom = 0;
  #expeditedNow = new Set();

  /** @param {{epoch?: string, lastSeq?: number, received?: number, repeats?: number, gaps?: number, early?: number[]}} kept */
  constructor(kept = {}) {
    this.epoch = kept.epoch ?? null;
    this.lastSeq = kept.lastSeq ?? 0;
    this.received = kept.received ?? 0;
    this.repeats = kept.repeats ?? 0;
    this.gaps = kept.gaps ?? 0;
    /** Expedited frames above lastSeq, which the ordinary run passes in silence. */
    this.early = new Set(kept.early);
  }

  toJSON() {
    const { epoch, lastSeq, received, repeats, gaps } = this;
    return { epoch, lastSeq, received, repeats, gaps, early: [...this.early] };
  }

  /** A connection begins. Returns 'resumed', 'new', or 'reset' when what was had before counts no more. */
  begin(established) {
    const known = this.epoch !== null;
    this.#expeditedNow.clear();
    if (!(known && established.resumed)) {
      this.lastSeq = (established.replay_from ?? established.head_seq + 1) - 1;
      this.early.clear();
      this.received = 0;
    }

    this.epoch = established.epoch;
    this.#resumedFrom = this.lastSeq;
    return !known ? 'new' : established.resumed ? 'resumed' : 'reset';
  }

  /**
   * A durable frame came. `isNew` false: it must not be shown again. `missing` names the numbers that should have come before it.
   * @returns {{isNew: boolean, missing: {from: number, to: number, count: number} | null}}
   */
  accept({ seq, expedited }) {
    if (seq <= this.lastSeq || this.early.has(seq)) {
      // After a break expedited frames above last_seq are sent again; that is the rule, not a fault.
      const again = expedited && seq > this.#resumedFrom && !this.#expeditedNow.has(seq);
      if (again) this.#expeditedNow.add(seq);
      else this.repeats += 1;
      return { isNew: false, missing: null };
    }

    this.received += 1;
    if (expedited) {
      this.#expeditedNow.add(seq);
      this.early.add(seq);
      this.#passEarly();
      return { isNew: true, missing: null };
    }

    return { isNew: true, missing: this.#moveTo(seq, seq) };
  }

  /** `skipped` named numbers that will not come. Returns what is missing before them, as accept does. */
  skip({ from, to }) {
    return to <= this.lastSeq ? null : this.#moveTo(from, to);
  }

  #moveTo(from, to) {
    const expected = this.lastSeq + 1;
    const had = [...this.early].filter(seq => seq < from).length;
    const count = Math.max(0, from - expected - had);
    this.gaps += count;
    this.lastSeq = to;
    for (const seq of this.early) if (seq <= to) this.early.delete(seq);
    this.#passEarly();
    return count > 0 ? { from: expected, to: from - 1, count } : null;
  }

  #passEarly() {
    while (this.early.delete(this.lastSeq + 1)) this.lastSeq += 1;
  }
}
