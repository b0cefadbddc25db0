/** Tells when the page or the network come back, and when the page goes. Does nothing where there is no page. Returns what ends it. */
export function watchPage(wake: () => void, hide: () => void): () => void {
  const page = globalThis.document;
  if (typeof globalThis.addEventListener !== 'function') return () => undefined;
  const changed = (): void => (page.visibilityState === 'hidden' ? hide() : wake());
  globalThis.addEventListener('online', wake);
  globalThis.addEventListener('pageshow', wake);
  globalThis.addEventListener('pagehide', hide);
  page?.addEventListener('visibilitychange', changed);
  return () => {
    globalThis.removeEventListener('online', wake);
    globalThis.removeEventListener('pageshow', wake);
    globalThis.removeEventListener('pagehide', hide);
    page?.removeEventListener('visibilitychange', changed);
  };
}
