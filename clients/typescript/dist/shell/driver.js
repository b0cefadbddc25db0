import { ClientCore } from '../core/client-core.js';
import { isObject } from '../core/json.js';
import { Socket } from './socket.js';
/** Runs a core: gives it what happens, one event at a time, and does what it says on the network. The rest it tells. */
export class Driver {
    #core;
    #options;
    #tell;
    #socket;
    #timers = new Map();
    #events = [];
    #running = false;
    #asked = 0;
    constructor(options, core, tell) {
        this.#options = options;
        this.#core = new ClientCore(core, Math.random);
        this.#tell = tell;
        const make = options.webSocket ?? globalThis.WebSocket;
        if (!make)
            throw new TypeError('No WebSocket here: pass `webSocket`.');
        this.#socket = new Socket(make, {
            message: data => this.#received(data),
            closed: (code, reason) => this.happened({ on: 'closed', code, reason }),
        });
    }
    /** Takes an event. What happens while another is worked off comes behind it. */
    happened(event) {
        this.#events.push(event);
        if (this.#running)
            return;
        this.#running = true;
        try {
            for (let next = this.#events.shift(); next; next = this.#events.shift()) {
                for (const action of this.#core.handle(next, performance.now()))
                    this.#do(action);
            }
        }
        finally {
            this.#running = false;
        }
    }
    #do(action) {
        switch (action.do) {
            case 'get_token': return void this.#getToken(action.reason);
            case 'open': return this.#open(action.query);
            case 'send': return this.#socket.send(JSON.stringify(action.frame));
            case 'close': return this.#socket.close(action.code);
            case 'set_timer': return this.#setTimer(action.timer, action.in_ms);
            case 'clear_timer': return this.#clearTimer(action.timer);
            default: return this.#tell(action);
        }
    }
    // A browser throws where a page may not open a socket at all.
    #open(query) {
        try {
            this.#socket.open(this.#url(query));
        }
        catch (cause) {
            this.#tell({ do: 'error', code: 'socket_failed', message: String(cause), ref: null });
            this.happened({ on: 'closed', code: 1006, reason: '' });
        }
    }
    #received(data) {
        const frame = parse(data);
        this.happened(frame ? { on: 'frame', frame } : { on: 'bad_frame' });
    }
    async #getToken(reason) {
        this.#asked += 1;
        const asked = this.#asked;
        let event;
        try {
            const token = await this.#token(reason);
            event = token === null ? { on: 'token_failed', final: true } : { on: 'token', token };
        }
        catch (cause) {
            this.#tell({ do: 'error', code: 'token_failed', message: `No token: ${String(cause)}`, ref: null });
            event = { on: 'token_failed', final: false };
        }
        if (asked === this.#asked)
            this.happened(event);
    }
    #token(reason) {
        const { token } = this.#options;
        if (typeof token === 'function')
            return token(reason);
        // A token that was refused, or is about to expire, is not worth another try.
        return reason === 'connect' ? token : null;
    }
    #url(query) {
        const url = new URL(this.#options.url, globalThis.location?.href);
        url.protocol = url.protocol.replace('http', 'ws');
        for (const [name, value] of Object.entries(query))
            url.searchParams.set(name, String(value));
        return url.href;
    }
    #setTimer(timer, inMs) {
        this.#clearTimer(timer);
        this.#timers.set(timer, setTimeout(() => {
            this.#timers.delete(timer);
            this.happened({ on: 'timer', timer });
        }, inMs));
    }
    #clearTimer(timer) {
        clearTimeout(this.#timers.get(timer));
        this.#timers.delete(timer);
    }
}
function parse(data) {
    try {
        const frame = JSON.parse(String(data));
        if (!isObject(frame) || typeof frame['type'] !== 'string')
            return null;
        return { ...frame, payload: frame['payload'] ?? {} };
    }
    catch {
        // Text that is no JSON: the connection is of no use, and the core ends it.
        return null;
    }
}
