/** What the client needs of a WebSocket: the browser's, Node's and those of libraries have it. */
export interface SocketLike {
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
  addEventListener(type: 'error', listener: () => void): void;
  send(text: string): void;
  close(code?: number): void;
}

/** Makes WebSockets, as `WebSocket` does. */
export type SocketConstructor = new (url: string, protocols?: string | string[]) => SocketLike;

/** What happens to a socket. */
export interface SocketListener {
  message(data: unknown): void;
  closed(code: number, reason: string): void;
}

/** The one socket of a client. After `close` and after the next `open` nothing more is heard of the one before. */
export class Socket {
  #make: SocketConstructor;
  #listener: SocketListener;
  #socket: SocketLike | null = null;

  constructor(make: SocketConstructor, listener: SocketListener) {
    this.#make = make;
    this.#listener = listener;
  }

  open(url: string): void {
    const socket = new this.#make(url, 'netra.v1');
    this.#socket = socket;
    socket.addEventListener('message', event => {
      if (this.#socket === socket) this.#listener.message(event.data);
    });
    socket.addEventListener('close', event => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#listener.closed(event.code, event.reason);
    });
    // A close follows each error and says what there is to say.
    socket.addEventListener('error', () => undefined);
  }

  send(text: string): void {
    this.#socket?.send(text);
  }

  close(code: number): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(code);
  }
}
