/** Who hears of what, by names. */
export class Watchers<T extends (value: never) => unknown> {
  #watchers = new Map<string, Set<T>>();

  /** Returns what ends it. */
  add(name: string, watcher: T): () => void {
    const watchers = this.#watchers.get(name) ?? new Set();
    this.#watchers.set(name, watchers.add(watcher));
    return () => watchers.delete(watcher);
  }

  of(name: string): T[] {
    return [...this.#watchers.get(name) ?? []];
  }
}

/** Calls what is the application's. What it throws is told and stops nothing here. */
export function guard(call: () => void): void {
  try {
    call();
  } catch (cause) {
    // Told from a later turn: a watcher of errors that throws must not call itself for ever.
    setTimeout(() => console.error('netra: watcher', cause));
  }
}
