const RELOAD_GRACE_MS = 1_000;
/** A name that nobody else has. Pages without https have no `randomUUID`. */
export function randomId() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}
/**
 * Whether this page alone has a name. "Duplicate tab" copies the session storage, and two tabs of one name would replace each other's connections for ever.
 * The lock is held as long as the page lives; after a reload the old page may hold it for a moment more.
 */
export async function claimName(name) {
    const locks = globalThis.navigator?.locks;
    if (!locks)
        return true;
    return new Promise(resolve => {
        locks
            .request(`netra.${name}`, { signal: AbortSignal.timeout(RELOAD_GRACE_MS) }, () => {
            resolve(true);
            return new Promise(() => undefined);
        })
            .catch(() => resolve(false));
    });
}
