import type { ChangeRecord, OutboxRecord } from './actions.js';
import type { Context } from './context.js';
import { payloadOf, type Change, type ClientFrame, type Frame, type FrameError } from './frames.js';
import type { JsonObject } from './json.js';
import type { StateDocument } from './state-document.js';

const MAX_FAILURES = 8;
const MAX_CONFLICTS = 50;

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
  #changed = false;

  constructor(context: Context, document: StateDocument, records: OutboxRecord[] = []) {
    this.#context = context;
    this.#document = document;
    this.#entries = records.map(record => newEntry(record, false));
  }

  add(record: OutboxRecord, ask = false): void {
    if (this.#entries.length >= this.#context.numbers.max_outbox) return this.#reject(record.id, 'outbox_full', 'Too many messages wait.');
    // Who wants to be asked, or gives operations, has looked at the document: the change is meant for that version of it.
    if ('change' in record && (ask || 'ops' in record.change)) record = this.#meantFor(record);
    this.#entries.push(newEntry(record, ask));
    this.#changed = true;
    this.pump();
  }

  connected(maxBytes: number): void {
    this.#maxBytes = maxBytes;
    this.pump();
  }

  disconnected(code: number | null): void {
    // Whatever was under way is sent again, but for what ended the connection by its size.
    for (const entry of this.#entries.filter(each => each.sent)) {
      entry.sent = false;
      if (code === 1009) this.#tooLarge(entry);
    }
  }

  /** Sends what may be sent now. */
  pump(): void {
    while (this.#context.connected && !this.#context.runs('outbox')) {
      const entry = this.#entries.find(each => !each.sent);
      const underWay = this.#entries.filter(each => each.sent).length;
      if (!entry || underWay >= this.#context.numbers.max_in_flight || this.#entries.some(each => each.asking)) return;
      if ('change' in entry.record && (!this.#document.known || underWay > 0)) return;
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
      this.#giveUp(entry);
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
    if (change) {
      entry.record = { ...entry.record, id, change };
      this.#changed = true;
    } else {
      this.#giveUp(entry);
    }

    this.pump();
  }

  /** Takes an error. False when it belongs to no entry. */
  failed(error: FrameError): boolean {
    const entry = this.#find(error.ref ?? undefined);
    if (!entry) return false;
    entry.sent = false;
    const delay = this.#delayOf(entry, error);
    if (delay === null) this.#fail(entry, error.code, error.message);
    else this.#context.setTimer('outbox', delay);
    this.pump();
    return true;
  }

  settle(): void {
    if (this.#changed) this.#context.do({ do: 'save_outbox', entries: this.#entries.map(entry => entry.record) });
    this.#changed = false;
  }

  // How long to wait before the next try, or null when there is none.
  #delayOf(entry: Entry, { code, retry_after_ms: retryAfter }: FrameError): number | null {
    if (retryAfter !== null) return retryAfter;
    if (code !== 'internal') return null;
    entry.failures += 1;
    return entry.failures < MAX_FAILURES ? this.#context.jitter(entry.failures - 1) : null;
  }

  #send(entry: Entry): void {
    const frame = this.#frameOf(entry.record);
    if (new TextEncoder().encode(JSON.stringify(frame)).length > this.#maxBytes) {
      return this.#tooLarge(entry);
    }

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

  #tooLarge(entry: Entry): void {
    this.#fail(entry, 'too_large', 'Too large for the server.');
  }

  #giveUp(entry: Entry): void {
    this.#fail(entry, 'version_conflict', 'The state has changed.');
  }

  #fail(entry: Entry, code: string, message: string): void {
    this.#remove(entry);
    this.#reject(entry.record.id, code, message);
  }

  #reject(id: string, code: string, message: string): void {
    this.#context.do({ do: 'rejected', id, code, message });
  }
}

function newEntry(record: OutboxRecord, ask: boolean): Entry {
  return { record, sent: false, ask, asking: false, failures: 0, conflicts: 0 };
}
