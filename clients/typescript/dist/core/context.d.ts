import { type Action, type TimerName } from './actions.js';
import type { ClientFrame } from './frames.js';
import { type CoreOptions, type Numbers } from './options.js';
/** What the parts of a core share: the time of the present event, its actions, the timers that run, and chance. */
export declare class Context {
    #private;
    readonly numbers: Numbers;
    now: number;
    connected: boolean;
    constructor(options: CoreOptions, random: () => number);
    do(action: Action): void;
    send(frame: ClientFrame): void;
    /** The actions since the last call. */
    take(): Action[];
    setTimer(timer: TimerName, inMs: number): void;
    /** The timer has fired; false when it was cleared meanwhile. */
    fired(timer: TimerName): boolean;
    runs(timer: TimerName): boolean;
    clearTimers(names?: readonly TimerName[]): void;
    /** Full jitter: a delay of chance, up to a limit that doubles with each attempt. */
    jitter(attempt: number): number;
}
