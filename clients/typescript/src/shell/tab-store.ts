import type { OutboxRecord, PositionRecord } from '../core/actions.js';

/** Where a client keeps its position: the browser's session storage, or whatever has its two methods. */
export interface KeyValueStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const OUTBOX_DELAY_MS = 100;

/** What is kept over a reload (docs/client.md, section 10). Reading never fails; what can't be written is reported. */
export class TabStore {
  #store: KeyValueStore | null;
  #prefix: string;
  #failed: (cause: unknown) => void;
  #outbox: OutboxRecord[] | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: KeyValueStore | null, prefix: string, failed: (cause: unknown) => void) {
    this.#store = store;
    this.#prefix = prefix;
    this.#failed = failed;
  }

  get clientId(): string | null {
    return this.#read<string>('client_id');
  }

  set clientId(value: string) {
    this.#write('client_id', value);
  }

  get position(): PositionRecord | null {
    return this.#read<PositionRecord>('position');
  }

  set position(record: PositionRecord) {
    this.#write('position', record);
  }

  get outbox(): OutboxRecord[] {
    return this.#read<OutboxRecord[]>('outbox') ?? [];
  }

  /** Many messages are sent in a row, and each writes the whole: so it is written a moment later, once. */
  set outbox(entries: OutboxRecord[]) {
    this.#outbox = entries;
    if (this.#store) this.#timer ??= setTimeout(() => this.flush(), OUTBOX_DELAY_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#outbox) this.#write('outbox', this.#outbox);
    this.#outbox = null;
  }

  #read<T>(name: string): T | null {
    try {
      return JSON.parse(this.#store?.getItem(this.#prefix + name) ?? 'null') as T | null;
    } catch (cause) {
      this.#failed(cause);
      return null;
    }
  }

  #write(name: string, value: unknown): void {
    try {
      this.#store?.setItem(this.#prefix + name, JSON.stringify(value));
    } catch (cause) {
      this.#failed(cause);
    }
  }
}
