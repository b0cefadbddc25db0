import type { Action } from '../core/actions.js';
import type { CoreEvent } from '../core/events.js';
import type { CoreOptions } from '../core/options.js';
import type { ConnectOptions } from '../types.js';
/** The actions that are the application's, not the network's. */
export type TellAction = Exclude<Action, {
    do: 'get_token' | 'open' | 'send' | 'close' | 'set_timer' | 'clear_timer';
}>;
/** Runs a core: gives it what happens, one event at a time, and does what it says on the network. The rest it tells. */
export declare class Driver {
    #private;
    constructor(options: ConnectOptions, core: CoreOptions, tell: (action: TellAction) => void);
    /** Takes an event. What happens while another is worked off comes behind it. */
    happened(event: CoreEvent): void;
}
