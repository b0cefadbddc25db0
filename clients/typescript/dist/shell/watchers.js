/** Those who watch what happens beside messages. What nobody watches, and must not go unseen, is written to the console. */
export class Watchers {
    #watchers = { connection: new Set(), reset: new Set(), skipped: new Set(), error: new Set() };
    add(name, watcher) {
        this.#watchers[name].add(watcher);
        return () => this.#watchers[name].delete(watcher);
    }
    tell(name, value) {
        const watchers = [...this.#watchers[name]];
        if (watchers.length === 0 && name !== 'connection')
            console.warn(`netra: ${name}`, value);
        for (const watcher of watchers)
            this.guard(() => watcher(value));
    }
    /** Calls what is the application's. What it throws is told and stops nothing here. */
    guard(call) {
        try {
            call();
        }
        catch (cause) {
            // Told from a later turn: a watcher of errors that throws must not call itself for ever.
            setTimeout(() => console.error('netra: a watcher has thrown', cause));
        }
    }
}
