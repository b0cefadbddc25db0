import type { Action, TimerName, TokenReason } from '../core/actions.js';
import { ClientCore } from '../core/client-core.js';
import type { CoreEvent } from '../core/events.js';
import type { Frame } from '../core/frames.js';
import { isObject } from '../core/json.js';
import type { CoreOptions } from '../core/options.js';
import type { ConnectOptions } from '../types.js';
import { openSocket, type Socket, type SocketConstructor } from './socket.js';

/** The actions that are the application's, not the network's. */
export type TellAction = Exclude<Action, { do: 'get_token' | 'open' | 'send' | 'close' | 'set_timer' | 'clear_timer' }>;

/** Three weeks. The system's timers fire at once when they are set for more than 2^31 - 1. */
const LONGEST_MS = 2e9;

/** Runs a core: gives it what happens, one event at a time, and does what it says on the network. The rest it tells. */
export class Driver {
  #core: ClientCore;
  #options: ConnectOptions;
  #tell: (action: TellAction) => void;
  #make: SocketConstructor;
  #socket: Socket | null = null;
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
    this.#make = make;
  }

  /** Takes an event. What happens while another is worked off comes behind it. */
  happened(event: CoreEvent): void {
    this.#events.push(event);
    if (this.#running) return;
    this.#running = true;
    // Those that come meanwhile, too.
    for (const event of this.#events) {
      // A frame that is not what the protocol says can be too much for the core: such a connection is of no use.
      const actions = this.#handle(event) ?? this.#handle({ on: 'bad_frame' }) ?? [];
      for (const action of actions) this.#attempt(() => this.#do(action));
    }

    this.#events = [];
    this.#running = false;
  }

  #handle(event: CoreEvent): Action[] | undefined {
    return this.#attempt(() => this.#core.handle(event, performance.now()));
  }

  // Nothing that fails stops what comes behind it.
  #attempt<T>(call: () => T): T | undefined {
    try {
      return call();
    } catch (cause) {
      this.#failed('fault', cause);
      return undefined;
    }
  }

  #failed(code: string, cause: unknown): void {
    this.#tell({ do: 'error', code, message: String(cause), ref: null });
  }

  #do(action: Action): void {
    switch (action.do) {
      case 'get_token': return void this.#getToken(action.reason);
      case 'open': return this.#open(action.query);
      case 'send': return this.#socket?.send(JSON.stringify(action.frame));
      case 'close': return this.#socket?.close(action.code);
      case 'set_timer': return this.#setTimer(action.timer, action.in_ms);
      case 'clear_timer': return this.#clearTimer(action.timer);
      default: return this.#tell(action);
    }
  }

  // A browser throws where a page may not open a socket at all.
  #open(query: Record<string, string | number>): void {
    try {
      this.#socket = openSocket(this.#make, this.#url(query), data => this.#received(data), (code, reason) => this.happened({ on: 'closed', code, reason }));
    } catch (cause) {
      this.#failed('socket_failed', cause);
      this.happened({ on: 'closed', code: 1006, reason: '' });
    }
  }

  #received(data: unknown): void {
    let event: CoreEvent = { on: 'bad_frame' };
    try {
      const frame: unknown = JSON.parse(String(data));
      if (isObject(frame) && typeof frame['type'] === 'string') event = { on: 'frame', frame: { ...frame, payload: frame['payload'] ?? {} } as unknown as Frame };
    } catch {
      // Text that is no JSON: the connection is of no use, and the core ends it.
    }

    this.happened(event);
  }

  async #getToken(reason: TokenReason): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const { token } = this.#options;
    let event: CoreEvent = { on: 'token_failed', final: false };
    try {
      // A token that is fixed and was refused, or is about to expire, is not worth another try.
      const brought = await (typeof token === 'function' ? token(reason) : reason === 'connect' ? token : null);
      event = brought == null ? { on: 'token_failed', final: true } : { on: 'token', token: brought };
    } catch (cause) {
      this.#failed('token_failed', cause);
    }

    if (asked === this.#asked) this.happened(event);
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
    }, Math.min(inMs, LONGEST_MS)));
  }

  #clearTimer(timer: TimerName): void {
    clearTimeout(this.#timers.get(timer));
    this.#timers.delete(timer);
  }
}
