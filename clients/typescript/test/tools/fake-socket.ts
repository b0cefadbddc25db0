import type { ClientFrame } from '../../src/core/frames.js';

type Listener = (event: { data: unknown; code: number; reason: string }) => void;

/** A WebSocket whose server is the test. */
export class FakeSocket {
  /** Those that were opened, oldest first. */
  static opened: FakeSocket[] = [];
  readonly sent: ClientFrame[] = [];
  readonly url: URL;
  closedWith: number | null = null;
  #listeners = new Map<string, Listener[]>();

  constructor(url: string) {
    this.url = new URL(url);
    FakeSocket.opened.push(this);
  }

  static get last(): FakeSocket {
    const socket = FakeSocket.opened.at(-1);
    if (!socket) throw new Error('No socket was opened.');
    return socket;
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientFrame);
  }

  close(code?: number): void {
    this.closedWith = code ?? 1000;
  }

  /** The server sends text. */
  text(data: string): void {
    this.#tell('message', { data, code: 0, reason: '' });
  }

  /** The server sends a frame. */
  frame(type: string, payload: object = {}, more: object = {}): void {
    this.text(JSON.stringify({ type, ...more, timestamp: 1, payload }));
  }

  establish(more: object = {}): void {
    this.frame('connection_established', {
      user_id: 'alice', epoch: 'e1', head_seq: 0, oldest_seq: 0, resumed: false, replay_from: null, replay_to: null, reset_reason: null,
      heartbeat: { interval_ms: 30_000, timeout_ms: 60_000 }, limits: { max_message_bytes: 262_144 }, ...more,
    });
  }

  end(code: number, reason = ''): void {
    this.#tell('close', { data: null, code, reason });
  }

  #tell(type: string, event: Parameters<Listener>[0]): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event);
  }
}
