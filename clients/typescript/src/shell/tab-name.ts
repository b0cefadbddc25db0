const RELOAD_GRACE_MS = 1_000;

/** A name that nobody else has. Pages without https have no `randomUUID`. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Takes a name for this client alone, until what is returned is called; null when another has it. "Duplicate tab" copies the session storage, and two tabs of
 * one name would replace each other's connections for ever. After a reload the old page may hold the name for a moment more.
 */
export async function claimName(name: string): Promise<(() => void) | null> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return () => undefined;
  return new Promise(resolve => {
    let late = false;
    setTimeout(() => {
      late = true;
      resolve(null);
    }, RELOAD_GRACE_MS);
    // Held until the inner promise resolves. Where a page may not ask for locks, nobody has one.
    locks.request(`netra.${name}`, () => late || new Promise<void>(resolve)).catch(() => resolve(() => undefined));
  });
}
