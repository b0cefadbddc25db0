import type { OutboxRecord } from '../core/actions.js';
import { randomId } from './tab-name.js';

/** Where a client keeps its position: the browser's session storage, or whatever has its two methods. */
export interface KeyValueStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const OUTBOX_DELAY_MS = 100;

/** What is kept over a reload (docs/client.md, section 10). Reading never fails; what can't be written is reported. */
export class TabStore {
  #store: KeyValueStore | null | undefined;
  #prefix: string;
  #failed: (cause: unknown) => void;
  /** The newest client is the one that writes: an older one, still at work, would put back what is newer. */
  #writer = randomId();
  #outbox: OutboxRecord[] | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param open brings the storage; a page may be forbidden even to name it */
  constructor(open: () => KeyValueStore | null | undefined, prefix: string, failed: (cause: unknown) => void) {
    this.#prefix = prefix;
    this.#failed = failed;
    this.#attempt(() => { this.#store = open(); });
    this.#put('writer', this.#writer);
  }

  recall<T>(name: string): T | null {
    return this.#attempt(() => JSON.parse(this.#store?.getItem(this.#prefix + name) ?? 'null') as T | null) ?? null;
  }

  keep(name: string, value: unknown): void {
    if ((this.recall('writer') ?? this.#writer) === this.#writer) this.#put(name, value);
  }

  /** Many messages are sent in a row, and each writes the whole: so it is written a moment later, once. */
  keepOutbox(entries: OutboxRecord[]): void {
    this.#outbox = entries;
    if (this.#store) this.#timer ??= setTimeout(() => this.flush(), OUTBOX_DELAY_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#outbox) this.keep('outbox', this.#outbox);
    this.#outbox = null;
  }

  #put(name: string, value: unknown): void {
    this.#attempt(() => this.#store?.setItem(this.#prefix + name, JSON.stringify(value)));
  }

  #attempt<T>(call: () => T): T | undefined {
    try {
      return call();
    } catch (cause) {
      this.#failed(cause);
      return undefined;
    }
  }
}
