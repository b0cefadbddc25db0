import { WebSocket } from 'ws';
import type { SocketConstructor } from '../../src/index.js';

const MAX_LINES = 60;
const MAX_LENGTH = 160;

/** The last things that a client has sent, got and become, for a test that waits in vain. */
export class WireLog {
  readonly webSocket: SocketConstructor;
  #lines: string[] = [];
  #sockets = 0;

  constructor() {
    const note = (text: string): void => this.note(text);
    const next = (): number => (this.#sockets += 1);
    this.webSocket = class extends WebSocket {
      #number = next();

      constructor(url: string, protocols?: string | string[]) {
        super(url, protocols);
        note(`socket ${this.#number} begins`);
        this.on('open', () => note(`socket ${this.#number} is open`));
        this.on('message', data => note(`socket ${this.#number} < ${String(data as Buffer)}`));
        this.on('error', cause => note(`socket ${this.#number} ! ${cause.message}`));
        this.on('close', code => note(`socket ${this.#number} has closed with ${code}`));
      }

      override send(text: string): void {
        note(`socket ${this.#number} > ${text}`);
        super.send(text);
      }

      override close(code?: number): void {
        note(`socket ${this.#number} is left with ${code}`);
        super.close(code);
      }
    };
  }

  note(text: string): void {
    this.#lines.push(`${new Date().toISOString()} ${text.slice(0, MAX_LENGTH)}`);
    if (this.#lines.length > MAX_LINES) this.#lines.shift();
  }

  get text(): string {
    return this.#lines.join('\n');
  }
}
