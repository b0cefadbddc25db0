/** Tells when the page or the network come back, and when the page goes. Does nothing where there is no page. Returns what ends it. */
export declare function watchPage(wake: () => void, hide: () => void): () => void;
