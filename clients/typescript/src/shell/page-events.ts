/** Tells when the page or the network come back, and when the page goes. Does nothing where there is no page. Returns what ends it. */
export function watchPage(wake: () => void, hide: () => void): () => void {
  const over = new AbortController();
  const hides = (type: string): boolean => type === 'pagehide' || (type === 'visibilitychange' && globalThis.document.hidden);
  // Those of the document bubble up to the window.
  for (const event of ['online', 'pageshow', 'pagehide', 'visibilitychange']) {
    globalThis.addEventListener?.(event, ({ type }) => (hides(type) ? hide() : wake()), { signal: over.signal });
  }

  return () => over.abort();
}
