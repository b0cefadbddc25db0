import type { ChangeRecord, OutboxRecord } from './actions.js';
import type { Context } from './context.js';
import { payloadOf, type Change, type ClientFrame, type Frame, type FrameError, type Limits } from './frames.js';
import { isDeeper, type JsonObject } from './json.js';
import type { StateDocument } from './state-document.js';

const MAX_FAILURES = 8;
const MAX_CONFLICTS = 50;
const MAX_LEVELS = 64;
const SECOND_MS = 1_000;
/** A tenth of what the server takes is left to what does not go through the outbox. */
const SHARE = 0.9;
/** With pauses of this length a connection is never refused in each of ten seconds on end, which would end it. */
const RATE_PAUSE_MS = 2_000;
/** Codes that speak of a frame, which may have been too broken to have an id that the error could name. */
const OF_FRAMES = /^(invalid|reserved|rate)_/;

interface Fault {
  code: string;
  message: string;
}

const FULL: Fault = { code: 'outbox_full', message: 'Too many messages wait.' };
const TOO_LARGE: Fault = { code: 'too_large', message: 'Too large for the server.' };
const TOO_DEEP: Fault = { code: 'invalid_json', message: 'Too deep for the server.' };
const CONFLICT: Fault = { code: 'version_conflict', message: 'The state has changed.' };

interface Entry {
  record: OutboxRecord;
  /** Under way on the present connection. */
  sent: boolean;
  /** The application is asked at a conflict. */
  ask: boolean;
  /** The application is being asked. */
  asking: boolean;
  failures: number;
  conflicts: number;
}

/** Messages and changes on their way to the server, in order, until they are answered (docs/client.md, section 6). */
export class Outbox {
  #context: Context;
  #document: StateDocument;
  #entries: Entry[] = [];
  #maxBytes = Infinity;
  /** What a frame costs of the time in which the server's allowance grows, and up to when that is spent. */
  #costMs = 0;
  #spentUntil = 0;
  /** Errors about some of what is under way; the server could not say which. */
  #unnamed: Fault[] = [];
  #changed = false;

  constructor(context: Context, document: StateDocument, records: OutboxRecord[] = []) {
    this.#context = context;
    this.#document = document;
    this.#entries = records.map(record => newEntry(record, false));
  }

  add(record: OutboxRecord, ask = false): void {
    const fault = this.#isTooDeep(record) ? TOO_DEEP : this.#entries.length >= this.#context.numbers.max_outbox ? FULL : null;
    if (fault) return this.#reject(record, fault);
    // Who wants to be asked, or gives operations, has looked at the document: the change is meant for that version of it.
    if ('change' in record && (ask || 'ops' in record.change)) record = this.#meantFor(record);
    this.#entries.push(newEntry(record, ask));
    this.#changed = true;
    this.pump();
  }

  connected({ max_message_bytes: maxBytes, messages_per_second: rate = Infinity }: Limits): void {
    this.#maxBytes = maxBytes;
    this.#costMs = Math.min(SECOND_MS, SECOND_MS / (rate * SHARE));
    this.#spentUntil = -Infinity;
    this.pump();
  }

  disconnected(code: number | null): void {
    // Whatever was under way is sent again, but for what ended the connection by its size.
    this.#unnamed = [];
    for (const entry of this.#underWay()) {
      entry.sent = false;
      if (code === 1009) this.#fail(entry, TOO_LARGE);
    }
  }

  /** Sends what may be sent now. */
  pump(): void {
    // Each frame has one answer. When as many errors without a name have come as are under way, they are about these.
    const silent = this.#underWay();
    if (this.#unnamed.length >= silent.length) this.#unnamed.splice(0).forEach((fault, index) => this.#fail(silent[index], fault));
    while (this.#context.connected && !this.#context.runs('outbox')) {
      const entry = this.#entries.find(each => !each.sent);
      const underWay = this.#underWay().length;
      if (!entry || this.#unnamed.length > 0 || underWay >= this.#context.numbers.max_in_flight || this.#entries.some(each => each.asking)) return;
      if ('change' in entry.record && (!this.#document.known || underWay > 0)) return;
      const { now } = this.#context;
      const spentUntil = Math.max(this.#spentUntil, now - SECOND_MS) + this.#costMs;
      if (spentUntil > now) return this.#context.setTimer('outbox', Math.ceil(spentUntil - now));
      this.#spentUntil = spentUntil;
      this.#send(entry);
    }
  }

  /** `ack`, or the `state_updated` of a change. */
  accepted(id: string | undefined, duplicate: boolean, seq: number | null): void {
    const entry = this.#find(id);
    if (!entry) return;
    this.#remove(entry);
    this.#context.do({ do: 'accepted', id: entry.record.id, duplicate, seq });
    this.pump();
  }

  conflict(frame: Frame): void {
    const { server_version: version, state } = payloadOf<{ server_version: number; state: JsonObject }>(frame);
    this.#document.raise(version, state);
    const entry = this.#find(frame.id);
    if (!entry || !('change' in entry.record)) return;
    const { id, change, version: meantFor } = entry.record;
    entry.sent = false;
    entry.conflicts += 1;
    // Nobody is left to ask behind a reload.
    if (entry.conflicts > MAX_CONFLICTS || (!entry.ask && ('ops' in change || meantFor !== undefined))) {
      this.#fail(entry, CONFLICT);
    } else if (entry.ask) {
      entry.asking = true;
      entry.record = this.#meantFor({ id, change });
      this.#context.do({ do: 'conflict', id, change, version: this.#document.version, state: this.#document.state });
    }

    this.pump();
  }

  /** The application has said what becomes of a change that met a conflict. */
  resolved(id: string, change: Change | null): void {
    const entry = this.#find(id);
    if (!entry?.asking) return;
    entry.asking = false;
    if (change) entry.record = { ...entry.record, id, change };
    if (!change) this.#fail(entry, CONFLICT);
    else if (this.#isTooDeep(entry.record)) this.#fail(entry, TOO_DEEP);
    else this.#changed = true;

    this.pump();
  }

  /** Takes an error. False when it belongs to no entry. */
  failed(error: FrameError): boolean {
    const { ref, code } = error;
    const entry = ref === null ? this.#underWay()[0] : this.#find(ref);
    if (!entry || (ref === null && !OF_FRAMES.test(code))) return false;
    if (ref === null) {
      this.#unnamed.push(error);
    } else {
      entry.sent = false;
      const delay = this.#delayOf(entry, error);
      if (delay === null) this.#fail(entry, error);
      else this.#context.setTimer('outbox', delay);
    }

    this.pump();
    return true;
  }

  settle(): void {
    if (this.#changed) this.#context.do({ do: 'save_outbox', entries: this.#entries.map(entry => entry.record) });
    this.#changed = false;
  }

  // How long to wait before the next try, or null when there is none.
  #delayOf(entry: Entry, { code, retry_after_ms: retryAfter }: FrameError): number | null {
    if (code === 'rate_limited') return Math.max(retryAfter ?? 0, RATE_PAUSE_MS);
    if (retryAfter !== null) return retryAfter;
    if (code !== 'internal') return null;
    entry.failures += 1;
    return entry.failures < MAX_FAILURES ? this.#context.jitter(entry.failures - 1) : null;
  }

  #send(entry: Entry): void {
    const frame = this.#frameOf(entry.record);
    if (new Blob([JSON.stringify(frame)]).size > this.#maxBytes) return this.#fail(entry, TOO_LARGE);

    entry.sent = true;
    this.#context.send(frame);
  }

  #frameOf(record: OutboxRecord): ClientFrame {
    if (!('change' in record)) return { type: record.type, id: record.id, payload: record.payload };
    const { id, change, version = this.#document.version } = record;
    const type = 'updates' in change ? 'partial_state_update' : 'state_update';
    return { type, id, payload: { version, ...(change as JsonObject) } };
  }

  #meantFor(record: ChangeRecord): ChangeRecord {
    return this.#document.known ? { ...record, version: this.#document.version } : record;
  }

  #find(id: string | undefined): Entry | undefined {
    return this.#entries.find(entry => entry.record.id === id);
  }

  #remove(entry: Entry): void {
    this.#entries.splice(this.#entries.indexOf(entry), 1);
    this.#changed = true;
  }

  #underWay(): Entry[] {
    return this.#entries.filter(each => each.sent);
  }

  #isTooDeep(record: OutboxRecord): boolean {
    return isDeeper(this.#frameOf(record) as unknown as JsonObject, MAX_LEVELS);
  }

  #fail(entry: Entry | undefined, fault: Fault): void {
    if (!entry) return;
    this.#remove(entry);
    this.#reject(entry.record, fault);
  }

  #reject({ id }: OutboxRecord, { code, message }: Fault): void {
    this.#context.do({ do: 'rejected', id, code, message });
  }
}

function newEntry(record: OutboxRecord, ask: boolean): Entry {
  return { record, sent: false, ask, asking: false, failures: 0, conflicts: 0 };
}
