import type { PositionRecord } from './actions.js';
import type { Context } from './context.js';
import { OWN_ID, payloadOf, type Established, type Frame, type Skipped } from './frames.js';
import { Position } from './position.js';

/** Takes frames in the order of their seqs, tells the application, saves the position and acknowledges it. */
export class Delivery {
  readonly position: Position;
  #context: Context;
  #saved: string | undefined;
  #acked = 0;
  /** A `resume` is under way: durable frames that still come are from before it. */
  #resuming = false;
  /** The application is too far behind: durable frames are left to a later `resume`. */
  #full = false;
  /** Where a jump was met that a `resume` has not mended. */
  #gapAt = -1;

  constructor(context: Context, record: PositionRecord | undefined) {
    this.#context = context;
    this.position = new Position(record);
    this.#saved = JSON.stringify(record);
  }

  /** A connection is asked for. What is handled up to here, its `last_seq` tells the server. */
  opening(): Position {
    this.#acked = this.position.value;
    return this.position;
  }

  /** A connection begins. Returns whether it is one of another history. */
  begin(established: Established): boolean {
    const { position } = this;
    const { epoch, resumed, reset_reason: reason, replay_from: from, head_seq: head, oldest_seq: oldest } = established;
    const before = from === null ? head : from - 1;
    this.#resuming = false;
    this.#gapAt = -1;
    this.#full = position.pending > this.#context.numbers.max_pending / 2;
    if (reason === 'retention' && epoch === position.epoch) {
      const lost = { from: position.received + 1, to: oldest > 0 ? oldest - 1 : head };
      if (lost.to >= lost.from) this.#context.do({ do: 'reset', reason, ...lost });
      position.moveTo(lost.to);
    } else if (!resumed) {
      position.beginEpoch(epoch, before);
      if (reason) this.#context.do({ do: 'reset', reason, from: null, to: null });
    }

    // Where a session begins says nothing about what was read before it, so that much is not acknowledged.
    if (!resumed) this.#acked = position.value;
    return reason === 'epoch_changed' || reason === 'ahead';
  }

  /** The answer to `resume`. False when only a new connection can tell where to go on. */
  resumed(frame: Frame): boolean {
    this.#resuming = false;
    return payloadOf<Established>(frame).reset_reason === null;
  }

  /** A frame of the application. Returns whether it is new and taken now. */
  take(frame: Frame, deliver: boolean): boolean {
    const { seq } = frame;
    if (seq === undefined) {
      if (!this.#isFull()) this.#deliver(frame, null);
      return true;
    }

    const { position } = this;
    if (this.#resuming || position.has(seq) || this.#isFull()) return false;
    if (frame.expedited) position.addEarly(seq);
    else if (this.#reaches(seq)) position.moveTo(seq);
    else return false;
    if (deliver) this.#deliver(frame, seq);
    return true;
  }

  skip(frame: Frame): void {
    const { from, to, reason } = payloadOf<Skipped>(frame);
    const { position } = this;
    if (this.#resuming || to <= position.received || this.#isFull() || !this.#reaches(from)) return;
    this.#context.do({ do: 'skipped', from: Math.max(from, position.received + 1), to, reason });
    position.moveTo(to);
  }

  handled(delivery: number): void {
    this.position.handled(delivery);
    if (!this.#full || !this.#context.connected || this.position.pending > this.#context.numbers.max_pending / 2) return;
    this.#full = false;
    // One that is under way, or waits for its time, brings what was left.
    if (!this.#resuming) this.resume();
  }

  /** Asks for everything behind the position. */
  resume(): void {
    this.#resuming = true;
    this.#context.send({ type: 'resume', id: `${OWN_ID}resume`, payload: { last_seq: this.position.value, epoch: this.position.epoch } });
  }

  /** Saves what has changed, and acknowledges it now or soon. The record comes first: what is acknowledged must be kept. */
  settle(userId: string | null): void {
    const { epoch, value } = this.position;
    if (epoch === null) return;
    const record = { user_id: userId, epoch, last_seq: value, early: this.position.handledAbove(value) };
    const text = JSON.stringify(record);
    if (text !== this.#saved) this.#context.do({ do: 'save', record });
    this.#saved = text;
    if (!this.#context.connected || value <= this.#acked) return;
    const { ack_every: every, ack_delay_ms: delay } = this.#context.numbers;
    if (value - this.#acked >= every) this.acknowledge();
    else if (!this.#context.runs('ack')) this.#context.setTimer('ack', delay);
  }

  acknowledge(): void {
    const { value } = this.position;
    if (!this.#context.connected || value <= this.#acked) return;
    this.#context.clearTimers(['ack']);
    this.#context.send({ type: 'ack', payload: { seq: value } });
    this.#acked = value;
  }

  // Whether the run goes on here. A jump is met with a resume, and believed when it comes again.
  #reaches(seq: number): boolean {
    const { position } = this;
    if (position.isNext(seq)) return true;
    if (this.#gapAt !== position.received) {
      this.#gapAt = position.received;
      this.resume();
      return false;
    }

    this.#context.do({ do: 'skipped', from: position.received + 1, to: seq - 1, reason: 'gap' });
    return true;
  }

  #isFull(): boolean {
    this.#full ||= this.position.pending >= this.#context.numbers.max_pending;
    return this.#full;
  }

  #deliver(frame: Frame, seq: number | null): void {
    this.#context.do({ do: 'deliver', delivery: this.position.deliver(seq), frame });
  }
}
