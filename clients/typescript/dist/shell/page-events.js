/** Tells when the page or the network come back, and when the page goes. Does nothing where there is no page. Returns what ends it. */
export function watchPage(wake, hide) {
    if (typeof globalThis.addEventListener !== 'function')
        return () => undefined;
    const events = ['online', 'pageshow', 'pagehide', 'visibilitychange'];
    const hides = (type) => type === 'pagehide' || (type === 'visibilitychange' && globalThis.document.visibilityState === 'hidden');
    const changed = ({ type }) => (hides(type) ? hide() : wake());
    // Those of the document bubble up to the window.
    for (const event of events)
        globalThis.addEventListener(event, changed);
    return () => {
        for (const event of events)
            globalThis.removeEventListener(event, changed);
    };
}
