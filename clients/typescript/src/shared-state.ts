import type { Change, PatchOperation } from './core/frames.js';
import type { Json, JsonObject } from './core/json.js';
import type { Accepted, ChangeOptions, MergePatch } from './types.js';

/** What changes the state. */
export type Changer<S> = (change: Change, options: ChangeOptions<S>) => Promise<Accepted>;

/** The user's state, the same in every tab (docs/client.md, section 7). It changes when the server has changed it. */
export class SharedState<S extends object> {
  #change: Changer<S>;
  #guard: (call: () => void) => void;
  #watchers = new Set<(value: S, version: number) => void>();
  #value = {} as S;
  #version: number | null = null;

  /** @internal */
  constructor(change: Changer<S>, guard: (call: () => void) => void) {
    this.#change = change;
    this.#guard = guard;
  }

  /** The document. Not to be changed: it is replaced as a whole. */
  get value(): Readonly<S> {
    return this.#value;
  }

  /** Its version; null until the server has told it. */
  get version(): number | null {
    return this.#version;
  }

  /** Calls back at each change, and with the document as it is when it is known. Returns what ends it. */
  onChange(watcher: (value: S, version: number) => void): () => void {
    this.#watchers.add(watcher);
    if (this.#version !== null) watcher(this.#value, this.#version);
    return () => this.#watchers.delete(watcher);
  }

  /** Changes it by a merge patch (RFC 7396). Resolves when the change is durable; rejects as `send` does. */
  patch(patch: MergePatch<S>, options: ChangeOptions<S> = {}): Promise<Accepted> {
    return this.#change({ patch: patch as JsonObject }, options);
  }

  /** Sets values at dotted paths. */
  set(updates: Record<string, Json>, options: ChangeOptions<S> = {}): Promise<Accepted> {
    return this.#change({ updates }, options);
  }

  /** Changes it by a JSON Patch (RFC 6902). */
  apply(ops: PatchOperation[], options: ChangeOptions<S> = {}): Promise<Accepted> {
    return this.#change({ ops }, options);
  }

  /** @internal */
  replaced(value: JsonObject, version: number): void {
    this.#value = value as unknown as S;
    this.#version = version;
    for (const watcher of [...this.#watchers]) this.#guard(() => watcher(this.#value, version));
  }
}
