import type { Action } from './actions.js';
import type { CoreEvent } from './events.js';
import type { CoreOptions } from './options.js';
/** The state machine of docs/client.md: events in, actions out. It knows no socket, no clock and no chance. */
export declare class ClientCore {
    #private;
    /** @param random from 0 up to, not including, 1 */
    constructor(options: CoreOptions, random: () => number);
    /** What to do about an event. @param now milliseconds of any clock that does not go back */
    handle(event: CoreEvent, now: number): Action[];
}
