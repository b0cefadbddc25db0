import type { Watchable } from '../types.js';
/** Those who watch what happens beside messages. What nobody watches, and must not go unseen, is written to the console. */
export declare class Watchers {
    #private;
    add<N extends keyof Watchable>(name: N, watcher: (value: Watchable[N]) => void): () => void;
    tell<N extends keyof Watchable>(name: N, value: Watchable[N]): void;
    /** Calls what is the application's. What it throws is told and stops nothing here. */
    guard(call: () => void): void;
}
