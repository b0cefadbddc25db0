// One durable connection over the browser's WebSocket: tokens, heartbeat, reconnecting. It knows nothing of the page.

import { afterClose } from './close-codes.js';
import { TokenRefused } from './tokens.js';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;
const STEADY_AFTER_MS = 5_000;
const LIVENESS_EVERY_MS = 5_000;
const CONNECT_TIMEOUT_MS = 15_000;

/**
 * @typedef {object} SocketOptions
 * @property {import('./tokens.js').Tokens} tokens
 * @property {() => Record<string, string | number>} position the query that says who this is and what it has had
 * @property {(frame: object) => void} onFrame every frame from the server, in order
 * @property {(state: {name: 'connecting' | 'waiting' | 'closed', text?: string, code?: number, retryAt?: number}) => void} onState
 */
export class NetraSocket {
  #options;
  #socket = null;
  #dropped = null;
  #wanted = false;
  #established = false;
  #establishedAt = 0;
  #attempt = 0;
  #attemptId = 0;
  #retryTimer = 0;
  #comeBackTimer = 0;
  #comeBackAt = 0;
  #token = null;
  #refusedToken = null;
  #heartbeat = { interval_ms: 30_000, timeout_ms: 60_000 };
  #heardAt = 0;
  #livenessTimer = 0;

  /** @param {SocketOptions} options */
  constructor(options) {
    this.#options = options;
    this.#livenessTimer = setInterval(() => this.#checkLiveness(), LIVENESS_EVERY_MS);
  }

  /** Connects, or reconnects at once when it was waiting. No effect while connected. */
  connect() {
    if (this.#wanted && this.#retryTimer === 0) return;
    this.#wanted = true;
    this.#attempt = 0;
    this.#open();
  }

  /** The network may be back: ends a wait for the next attempt. */
  hurry() {
    if (this.#retryTimer !== 0) this.connect();
  }

  /** Ends the connection until connect() is called. */
  disconnect() {
    this.#end();
    this.#options.onState({ name: 'closed', code: 1000, text: afterClose(1000, '').text });
  }

  /** Ends the connection for good and says nothing more. */
  dispose() {
    this.#end();
    clearInterval(this.#livenessTimer);
  }

  /**
   * Behaves as if the network were gone for a while: what still arrives is lost, nothing is answered, and the server
   * is not told. (A page can't cut its TCP connection, so the old socket stays, unheard, until the next one replaces it.)
   */
  drop(outageMs) {
    if (!this.#socket) return false;
    this.#dropped?.close();
    this.#dropped = this.#release();
    this.#waitFor(outageMs, { text: 'network dropped' });
    return true;
  }

  /** Sends one frame; false when there is no connection. */
  send(frame) {
    if (!this.#established || this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  async #open() {
    this.#release();
    const attemptId = this.#attemptId;
    this.#options.onState({ name: 'connecting' });
    try {
      const token = await this.#options.tokens.get(this.#refusedToken);
      if (attemptId !== this.#attemptId) return;
      this.#token = token;
    } catch (error) {
      if (attemptId !== this.#attemptId) return;
      if (!(error instanceof TokenRefused)) return this.#retry({ text: 'no token: the server can\'t be reached' });
      this.#wanted = false;
      return this.#options.onState({ name: 'closed', text: error.message });
    }

    this.#listen(new WebSocket(this.#url(), 'netra.v1'));
  }

  #url() {
    const url = new URL('/ws', location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const query = { token: this.#token, reject: 'close', ...this.#options.position() };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  }

  #listen(socket) {
    this.#socket = socket;
    this.#heardAt = Date.now();
    socket.onmessage = event => {
      if (socket === this.#socket) this.#receive(JSON.parse(event.data));
    };
    socket.onclose = event => {
      if (socket === this.#socket) this.#closed(event.code, event.reason);
    };
  }

  #receive(frame) {
    this.#heardAt = Date.now();
    if (frame.type === 'ping') return this.send({ type: 'pong', id: frame.id });
    if (frame.type === 'connection_established') this.#welcome(frame.payload);
    else if (frame.type === 'reconnect') this.#comeBackIn(frame.payload.after_ms);
    else if (frame.type === 'error' && frame.payload.code === 'token_expiring') this.#renewToken();
    this.#options.onFrame(frame);
  }

  #welcome(payload) {
    this.#established = true;
    this.#establishedAt = Date.now();
    this.#refusedToken = null;
    this.#heartbeat = payload.heartbeat ?? this.#heartbeat;
    this.#dropped?.close();
    this.#dropped = null;
  }

  #comeBackIn(afterMs) {
    this.#comeBackAt = Date.now() + afterMs;
    clearTimeout(this.#comeBackTimer);
    this.#comeBackTimer = setTimeout(() => {
      const old = this.#release();
      this.#open();
      old?.close(1000);
    }, afterMs);
  }

  async #renewToken() {
    try {
      this.send({ type: 'auth', payload: { token: await this.#options.tokens.renew() } });
    } catch {
      // The connection closes with 4401 at the expiry, and reconnecting asks for a token again.
    }
  }

  #closed(code, reason) {
    const verdict = afterClose(code, reason);
    const comeBackAt = this.#comeBackAt;
    if (this.#established && Date.now() - this.#establishedAt > STEADY_AFTER_MS) this.#attempt = 0;
    if (verdict.freshToken) this.#refusedToken = this.#token;
    this.#release();
    const why = { code, text: verdict.text };
    // The server that asked to come back has already spread its clients over time.
    if (verdict.reconnect && comeBackAt > 0) return this.#waitFor(Math.max(0, comeBackAt - Date.now()), why);
    if (verdict.reconnect) return this.#retry(why, verdict.atLeastMs);
    this.#wanted = false;
    this.#options.onState({ name: 'closed', ...why });
  }

  // Full jitter: anything from 0 to a limit that doubles, so that clients cut off together don't come back together.
  #retry(why, atLeastMs = 0) {
    const limit = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#attempt);
    this.#attempt += 1;
    this.#waitFor(Math.max(atLeastMs, Math.random() * limit), why);
  }

  #waitFor(delayMs, why) {
    this.#retryTimer = setTimeout(() => this.#open(), delayMs);
    this.#options.onState({ name: 'waiting', retryAt: Date.now() + delayMs, ...why });
  }

  #checkLiveness() {
    if (!this.#socket) return;
    const silentMs = Date.now() - this.#heardAt;
    const limitMs = this.#established ? this.#heartbeat.timeout_ms : CONNECT_TIMEOUT_MS;
    if (silentMs > limitMs) {
      this.#release().close();
      this.#retry({ text: 'nothing heard from the server' });
    } else if (silentMs > this.#heartbeat.interval_ms) {
      this.send({ type: 'ping' });
    }
  }

  #end() {
    this.#wanted = false;
    this.#release()?.close(1000);
    this.#dropped?.close(1000);
    this.#dropped = null;
  }

  // Forgets the present socket and every timer; whatever was under way finds that its attempt is over.
  #release() {
    const socket = this.#socket;
    this.#socket = null;
    this.#established = false;
    this.#attemptId += 1;
    this.#comeBackAt = 0;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#comeBackTimer);
    this.#retryTimer = 0;
    return socket;
  }
}
