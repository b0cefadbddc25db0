import type { SocketConstructor, SocketLike } from '@netra/client';

/** A frame as it stands on the wire. */
export interface WireFrame {
  type: string;
  seq?: number;
  timestamp: number;
  payload: Record<string, unknown>;
}

/**
 * The browser's WebSocket with a cable that can be cut, and an ear for frames that the client keeps to itself: this page shows them.
 * A page can't cut its TCP connection, so behind a cut the old socket stays, unheard, until the next one has taken its place.
 */
export class Wire {
  /** What the client takes for `WebSocket`. */
  readonly Socket: SocketConstructor;
  #open = new Set<WireSocket>();
  #lost = new Set<WebSocket>();
  #cut = false;

  constructor(heard: (frame: WireFrame) => void, sent: (type: string) => void) {
    const wire = this;
    const hear = (frame: WireFrame): void => {
      if (frame.type === 'connection_established') this.closeLost();
      heard(frame);
    };
    this.Socket = class extends WireSocket {
      constructor(url: string, protocols?: string | string[]) {
        super(wire.#cut ? null : new WebSocket(url, protocols), hear, sent, socket => wire.#open.delete(socket));
        wire.#open.add(this);
      }
    };
  }

  get isCut(): boolean {
    return this.#cut;
  }

  /** As if the network were gone: what is open is lost, and the server is not told; what is opened is lost too. */
  cut(): void {
    this.#cut = true;
    for (const socket of [...this.#open]) {
      const lost = socket.lose();
      if (lost) this.#lost.add(lost);
    }
  }

  mend(): void {
    this.#cut = false;
  }

  /** Closes what was left open behind cuts. */
  closeLost(): void {
    for (const socket of this.#lost) socket.close(1000);
    this.#lost.clear();
  }
}

class WireSocket implements SocketLike {
  #socket: WebSocket | null;
  #events = new EventTarget();
  #over: (socket: WireSocket) => void;
  #sent: (type: string) => void;

  /** @param socket null where there is no network */
  constructor(socket: WebSocket | null, heard: (frame: WireFrame) => void, sent: (type: string) => void, over: (socket: WireSocket) => void) {
    this.#socket = socket;
    this.#over = over;
    this.#sent = sent;
    socket?.addEventListener('message', ({ data }) => {
      if (this.#socket === null) return;
      heard(JSON.parse(String(data)) as WireFrame);
      this.#events.dispatchEvent(new MessageEvent('message', { data }));
    });
    socket?.addEventListener('close', ({ code, reason }) => this.#close(code, reason));
    if (!socket) setTimeout(() => this.#close(1006, ''));
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#events.addEventListener(type, listener as EventListener);
  }

  send(text: string): void {
    this.#socket?.send(text);
    this.#sent((JSON.parse(text) as { type: string }).type);
  }

  close(code?: number): void {
    this.#socket?.close(code);
  }

  /** Ends as if the network were gone. Returns what goes on behind it. */
  lose(): WebSocket | null {
    const socket = this.#socket;
    this.#close(1006, '');
    return socket;
  }

  #close(code: number, reason: string): void {
    this.#socket = null;
    this.#over(this);
    this.#events.dispatchEvent(new CloseEvent('close', { code, reason }));
    this.#events = new EventTarget();
  }
}
