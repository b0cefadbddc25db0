import { TIMERS } from './actions.js';
import { DEFAULT_NUMBERS } from './options.js';
/** What the parts of a core share: the time of the present event, its actions, the timers that run, and chance. */
export class Context {
    numbers;
    now = 0;
    connected = false;
    #actions = [];
    #timers = new Set();
    #random;
    constructor(options, random) {
        this.numbers = { ...DEFAULT_NUMBERS, ...options.numbers };
        this.#random = random;
    }
    do(action) {
        this.#actions.push(action);
    }
    send(frame) {
        this.do({ do: 'send', frame });
    }
    /** The actions since the last call. */
    take() {
        const actions = this.#actions;
        this.#actions = [];
        return actions;
    }
    setTimer(timer, inMs) {
        this.#timers.add(timer);
        this.do({ do: 'set_timer', timer, in_ms: inMs });
    }
    /** The timer has fired; false when it was cleared meanwhile. */
    fired(timer) {
        return this.#timers.delete(timer);
    }
    runs(timer) {
        return this.#timers.has(timer);
    }
    clearTimers(names = TIMERS) {
        for (const timer of names)
            if (this.#timers.delete(timer))
                this.do({ do: 'clear_timer', timer });
    }
    /** Full jitter: a delay of chance, up to a limit that doubles with each attempt. */
    jitter(attempt) {
        const { first_delay_ms: first, longest_delay_ms: longest } = this.numbers;
        return Math.floor(this.#random() * Math.min(longest, first * 2 ** attempt));
    }
}
