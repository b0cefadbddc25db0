import type { Action, TimerName, TokenReason } from '../core/actions.js';
import { ClientCore } from '../core/client-core.js';
import type { CoreEvent } from '../core/events.js';
import type { Frame } from '../core/frames.js';
import { isObject } from '../core/json.js';
import type { CoreOptions } from '../core/options.js';
import type { ConnectOptions } from '../types.js';
import { Socket } from './socket.js';

/** The actions that are the application's, not the network's. */
export type TellAction = Exclude<Action, { do: 'get_token' | 'open' | 'send' | 'close' | 'set_timer' | 'clear_timer' }>;

/** Runs a core: gives it what happens, one event at a time, and does what it says on the network. The rest it tells. */
export class Driver {
  #core: ClientCore;
  #options: ConnectOptions;
  #tell: (action: TellAction) => void;
  #socket: Socket;
  #timers = new Map<TimerName, ReturnType<typeof setTimeout>>();
  #events: CoreEvent[] = [];
  #running = false;
  #asked = 0;

  constructor(options: ConnectOptions, core: CoreOptions, tell: (action: TellAction) => void) {
    this.#options = options;
    this.#core = new ClientCore(core, Math.random);
    this.#tell = tell;
    const make = options.webSocket ?? globalThis.WebSocket;
    if (!make) throw new TypeError('No WebSocket here: pass `webSocket`.');
    this.#socket = new Socket(make, {
      message: data => this.#received(data),
      closed: (code, reason) => this.happened({ on: 'closed', code, reason }),
    });
  }

  /** Takes an event. What happens while another is worked off comes behind it. */
  happened(event: CoreEvent): void {
    this.#events.push(event);
    if (this.#running) return;
    this.#running = true;
    try {
      for (let next = this.#events.shift(); next; next = this.#events.shift()) {
        for (const action of this.#core.handle(next, performance.now())) this.#do(action);
      }
    } finally {
      this.#running = false;
    }
  }

  #do(action: Action): void {
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
  #open(query: Record<string, string | number>): void {
    try {
      this.#socket.open(this.#url(query));
    } catch (cause) {
      this.#tell({ do: 'error', code: 'socket_failed', message: String(cause), ref: null });
      this.happened({ on: 'closed', code: 1006, reason: '' });
    }
  }

  #received(data: unknown): void {
    const frame = parse(data);
    this.happened(frame ? { on: 'frame', frame } : { on: 'bad_frame' });
  }

  async #getToken(reason: TokenReason): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    let event: CoreEvent;
    try {
      const token = await this.#token(reason);
      event = token === null ? { on: 'token_failed', final: true } : { on: 'token', token };
    } catch (cause) {
      this.#tell({ do: 'error', code: 'token_failed', message: `No token: ${String(cause)}`, ref: null });
      event = { on: 'token_failed', final: false };
    }

    if (asked === this.#asked) this.happened(event);
  }

  #token(reason: TokenReason): string | null | Promise<string | null> {
    const { token } = this.#options;
    if (typeof token === 'function') return token(reason);
    // A token that was refused, or is about to expire, is not worth another try.
    return reason === 'connect' ? token : null;
  }

  #url(query: Record<string, string | number>): string {
    const url = new URL(this.#options.url, globalThis.location?.href);
    url.protocol = url.protocol.replace('http', 'ws');
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    return url.href;
  }

  #setTimer(timer: TimerName, inMs: number): void {
    this.#clearTimer(timer);
    this.#timers.set(timer, setTimeout(() => {
      this.#timers.delete(timer);
      this.happened({ on: 'timer', timer });
    }, inMs));
  }

  #clearTimer(timer: TimerName): void {
    clearTimeout(this.#timers.get(timer));
    this.#timers.delete(timer);
  }
}

function parse(data: unknown): Frame | null {
  try {
    const frame: unknown = JSON.parse(String(data));
    if (!isObject(frame) || typeof frame['type'] !== 'string') return null;
    return { ...frame, payload: frame['payload'] ?? {} } as unknown as Frame;
  } catch {
    // Text that is no JSON: the connection is of no use, and the core ends it.
    return null;
  }
}
