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

/** One socket. */
export interface Socket {
  send(text: string): void;
  /** Nothing is heard of it after this. */
  close(code: number): void;
}

/** Opens a socket and tells what happens to it. */
export function openSocket(make: SocketConstructor, url: string, message: (data: unknown) => void, closed: (code: number, reason: string) => void): Socket {
  const socket = new make(url, 'netra.v1');
  let heard = true;
  socket.addEventListener('message', ({ data }) => heard && message(data));
  socket.addEventListener('close', ({ code, reason }) => heard && closed(code, reason));
  // A close follows each error and says what there is to say.
  socket.addEventListener('error', () => undefined);
  return {
    send: text => socket.send(text),
    close: code => {
      heard = false;
      socket.close(code);
    },
  };
}
