import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** Numbers of chance that a seed repeats (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Fault = 'cut' | 'stall' | 'delay' | 'corrupt';

const FAULTS: Fault[] = ['cut', 'stall', 'delay', 'corrupt'];
const MAX_PEACE_MS = 2_500;
const MAX_STALL_MS = 6_000;
const MAX_DELAY_MS = 250;

/** A TCP proxy that harms its connections at moments of chance. Each byte that comes through, comes in order. */
export class ChaosProxy {
  /** How often each fault was done. */
  readonly done: Record<Fault, number> = { cut: 0, stall: 0, delay: 0, corrupt: 0 };
  connections = 0;
  #server: Server;
  #target: URL;
  #random: () => number;
  #pairs = new Set<Pair>();
  #calm = false;

  private constructor(target: URL, random: () => number) {
    this.#target = target;
    this.#random = random;
    this.#server = createServer(socket => this.#accept(socket));
  }

  static async start(target: URL, seed: number): Promise<ChaosProxy> {
    const proxy = new ChaosProxy(target, randomOf(seed));
    await new Promise<void>(resolve => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** Where the socket of the server is, through this proxy. */
  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/ws`;
  }

  /** How many connections go through it now. */
  get open(): number {
    return this.#pairs.size;
  }

  /** Ends every fault, and the connections that have one. */
  calm(): void {
    this.#calm = true;
    for (const pair of [...this.#pairs]) if (pair.harmed) pair.cut();
  }

  stop(): void {
    this.#calm = true;
    for (const pair of [...this.#pairs]) pair.cut();
    this.#server.close();
  }

  #accept(client: Socket): void {
    this.connections += 1;
    const server = connect(Number(this.#target.port), this.#target.hostname);
    const pair = new Pair(client, server, () => this.#pairs.delete(pair));
    this.#pairs.add(pair);
    this.#schedule(pair);
  }

  #schedule(pair: Pair): void {
    setTimeout(() => {
      if (this.#calm || !this.#pairs.has(pair)) return;
      const fault = FAULTS[Math.floor(this.#random() * FAULTS.length)] ?? 'cut';
      this.done[fault] += 1;
      if (fault === 'cut') pair.cut();
      else if (fault === 'stall') pair.stall(this.#random() * MAX_STALL_MS);
      else if (fault === 'delay') pair.delayMs = this.#random() * MAX_DELAY_MS;
      else pair.corruptNext();
      this.#schedule(pair);
    }, this.#random() * MAX_PEACE_MS);
  }
}

/** One connection through the proxy: the two sockets, and what is wrong between them. */
class Pair {
  delayMs = 0;
  harmed = false;
  #client: Socket;
  #server: Socket;
  #ended: () => void;
  #corrupt = false;
  #blockedUntil = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(client: Socket, server: Socket, ended: () => void) {
    this.#client = client;
    this.#server = server;
    this.#ended = ended;
    this.#join(client, server);
    this.#join(server, client);
  }

  /** Both sides lose the connection, and what is under way. */
  cut(): void {
    this.#client.resetAndDestroy();
    this.#server.resetAndDestroy();
    this.#ended();
  }

  /** Nothing comes through for a while. */
  stall(forMs: number): void {
    this.harmed = true;
    this.#blockedUntil = Date.now() + forMs;
  }

  /** What comes next is damaged, so that it is no text of UTF-8 and no frame of a WebSocket. */
  corruptNext(): void {
    this.harmed = true;
    this.#corrupt = true;
  }

  #join(from: Socket, to: Socket): void {
    from.setNoDelay(true);
    from.on('data', data => {
      const bytes = this.#corrupt ? data.map(byte => byte ^ 0x80) : data;
      this.#corrupt = false;
      this.#pass(() => to.write(bytes));
    });
    from.on('end', () => this.#pass(() => to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#ended();
      this.#pass(() => to.destroy());
    });
  }

  #pass(step: () => void): void {
    const at = Math.max(this.#blockedUntil, Date.now() + this.delayMs);
    this.#last = this.#last.then(() => wait(at - Date.now())).then(step);
  }
}

function wait(ms: number): Promise<void> {
  return ms <= 0 ? Promise.resolve() : new Promise(resolve => setTimeout(resolve, ms));
}
