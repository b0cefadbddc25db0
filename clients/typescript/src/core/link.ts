import type { Connection, TimerName, TokenReason } from './actions.js';
import { floorAfter } from './close-codes.js';
import type { Context } from './context.js';
import { OWN_ID } from './frames.js';

const MAX_REFUSALS = 5;
const LATE_MS = 60_000;

/** The connection itself: its states, tokens, delays and signs of life (docs/client.md, sections 2, 3, 8 and 9). */
export class Link {
  state: Connection['state'] = 'disconnected';
  #context: Context;
  #lost: (code: number | null) => void;
  #asked: TokenReason | null = null;
  #refused = false;
  #refusals = 0;
  #attempt = 0;
  #establishedAt = 0;
  #intervalMs = 0;
  #heardAt = 0;
  #pinged = false;
  #notBefore = 0;
  #comeBackAt: number | null = null;
  #open = false;
  /** When this client has left a socket of its own accord, or lost one: the server may learn of either late. */
  #leftAt = -Infinity;

  /** @param lost called when a connection is over */
  constructor(context: Context, lost: (code: number | null) => void) {
    this.#context = context;
    this.#lost = lost;
  }

  connect(): void {
    if (this.state === 'waiting') return this.wake();
    if (this.state !== 'disconnected' && this.state !== 'closed') return;
    this.#refusals = 0;
    this.#begin();
  }

  disconnect(): void {
    if (this.state === 'disconnected') return;
    this.#leave(1000);
    this.#become({ state: 'disconnected' });
  }

  /** The network or the page may be back. */
  wake(): void {
    if (this.state === 'waiting') {
      const restMs = this.#notBefore - this.#context.now;
      if (restMs > 0) return this.#context.setTimer('retry', restMs);
      this.#context.clearTimers(['retry']);
      this.#begin();
    } else if (this.state === 'connected' && !this.#pinged) {
      this.#ping(this.#context.numbers.wake_timeout_ms);
    }
  }

  token(token: string, query: () => Record<string, string | number>): void {
    const asked = this.#asked;
    this.#asked = null;
    if (asked === 'refresh') return this.#context.send({ type: 'auth', id: `${OWN_ID}auth`, payload: { token } });
    if (asked === null) return;
    this.#refused = false;
    this.#open = true;
    this.#context.do({ do: 'open', query: query() });
  }

  tokenFailed(final: boolean): void {
    const asked = this.#asked;
    this.#asked = null;
    if (asked === null) return;
    if (asked === 'refresh') {
      if (!final) return this.refreshFailed();
      return this.#context.do({ do: 'error', code: 'no_token', message: 'No fresh token.', ref: null });
    }

    if (final) this.end(1000, 'no_token');
    else this.#wait(null, 'no_token', 0);
  }

  /** `connection_established` came. False when it is not its time. */
  established(resumed: boolean, intervalMs: number): boolean {
    if (this.state !== 'connecting') return false;
    this.#context.clearTimers(['connect']);
    this.#context.connected = true;
    this.#establishedAt = this.#context.now;
    this.#intervalMs = intervalMs;
    this.#refusals = 0;
    this.#become({ state: 'connected', resumed });
    this.#context.setTimer('liveness', intervalMs);
    return true;
  }

  heard(): void {
    this.#heardAt = this.#context.now;
    this.#pinged = false;
  }

  /** The socket has closed. @param retryAfterMs takes the place of the code's floor */
  closed(code: number, reason: string, retryAfterMs?: number | null): void {
    if (!this.#open) return;
    this.#open = false;
    const floorMs = floorAfter(code, reason);
    if (code === 4401) {
      this.#refused = true;
      this.#refusals += 1;
    }

    const comeBackAt = this.#comeBackAt;
    // An attempt that was given up or cut may be admitted late, and take over what followed it.
    const byItself = code === 4409 && this.#context.now - this.#leftAt < LATE_MS;
    if (code === 1006) this.#leftAt = this.#context.now;
    if ((floorMs === null && !byItself) || this.#refusals >= MAX_REFUSALS) this.end(code, reason, code);
    else if (code === 1012 && comeBackAt !== null) this.#waitFor(code, reason, Math.max(0, comeBackAt - this.#context.now), 0);
    else this.#wait(code, reason, retryAfterMs ?? floorMs ?? 0);
  }

  /** The connection is of no use any more. */
  broken(closeCode: number, reason: string): void {
    if (this.state !== 'connecting' && this.state !== 'connected') return;
    this.#leave(closeCode);
    this.#wait(null, reason, 0);
  }

  /** Ends for good. */
  end(closeCode: number, reason: string, code: number | null = null): void {
    this.#leave(closeCode, code);
    this.#become({ state: 'closed', code, reason });
  }

  /** Leaves this connection for another. */
  again(): void {
    this.#leave(1000);
    this.#begin();
  }

  /** The server asks to come back later. */
  comeBack(afterMs: number): void {
    this.#comeBackAt = this.#context.now + afterMs;
    this.#context.setTimer('come_back', afterMs);
  }

  refresh(): void {
    this.#ask('refresh');
  }

  refreshFailed(): void {
    this.#context.setTimer('token', this.#context.numbers.token_retry_ms);
  }

  timer(timer: TimerName): void {
    if (timer === 'retry') this.#begin();
    else if (timer === 'connect') this.broken(4408, 'timeout');
    else if (timer === 'come_back') this.again();
    else if (timer === 'token') this.refresh();
    else if (timer === 'liveness') this.#checkLiveness();
  }

  #begin(): void {
    this.#become({ state: 'connecting' });
    this.#context.setTimer('connect', this.#context.numbers.connect_timeout_ms);
    this.#ask(this.#refused ? 'refused' : 'connect');
  }

  #ask(reason: TokenReason): void {
    this.#asked = reason;
    this.#context.do({ do: 'get_token', reason });
  }

  #checkLiveness(): void {
    const silentMs = this.#context.now - this.#heardAt;
    if (this.#pinged) this.broken(4408, 'silent');
    else if (silentMs >= this.#intervalMs) this.#ping(this.#context.numbers.pong_timeout_ms);
    else this.#context.setTimer('liveness', this.#intervalMs - silentMs);
  }

  #ping(timeoutMs: number): void {
    this.#pinged = true;
    this.#context.send({ type: 'ping' });
    this.#context.setTimer('liveness', timeoutMs);
  }

  #wait(code: number | null, reason: string, floorMs: number): void {
    this.#release(code);
    const delayMs = floorMs + this.#context.jitter(this.#attempt);
    this.#attempt += 1;
    this.#waitFor(code, reason, delayMs, floorMs);
  }

  #waitFor(code: number | null, reason: string, delayMs: number, floorMs: number): void {
    this.#release(code);
    this.#notBefore = this.#context.now + floorMs;
    this.#become({ state: 'waiting', code, reason, in_ms: delayMs });
    this.#context.setTimer('retry', delayMs);
  }

  // Closes the socket, if there is one, and forgets the connection.
  #leave(closeCode: number, code: number | null = null): void {
    if (this.#open) {
      this.#context.do({ do: 'close', code: closeCode });
      this.#leftAt = this.#context.now;
    }

    this.#open = false;
    this.#release(code);
  }

  #release(code: number | null): void {
    const over = this.#context.connected;
    if (over && this.#context.now - this.#establishedAt >= this.#context.numbers.steady_after_ms) this.#attempt = 0;
    this.#context.connected = false;
    this.#asked = null;
    this.#pinged = false;
    this.#comeBackAt = null;
    this.#context.clearTimers();
    if (over) this.#lost(code);
  }

  #become(connection: Connection): void {
    this.state = connection.state;
    this.#context.do({ do: 'connection', ...connection });
  }
}
