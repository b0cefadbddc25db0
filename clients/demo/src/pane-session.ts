import { connect, NetraError, type Connection, type MessageOf, type NetraClient, type ResetReason } from '@netra/client';
import type { DemoState, Received, Sent } from './messages.js';
import type { PaneRecord } from './pane-record.js';
import { tokenOf } from './tokens.js';
import { Wire, type WireFrame } from './wire.js';

/** What a connection begins with, as far as the page shows it. */
export interface Established {
  connection_id: string;
  client_id: string;
  epoch: string;
  head_seq: number;
  resumed: boolean;
  replay_from: number | null;
  replay_to: number | null;
  reset_reason: ResetReason | null;
}

/** What a pane is told. */
export interface Told {
  connection(connection: Connection): void;
  message(message: MessageOf<Received>): void;
  skipped(skipped: { from: number; to: number; reason: string }): void;
  reset(reset: { reason: ResetReason; from: number | null; to: number | null }): void;
  failed(error: { code: string; message: string; ref: string | null }): void;
  state(state: DemoState, version: number): void;
  /** A connection begins; told before `connection` says `connected`. */
  established(facts: Established): void;
  /** A frame that the client takes for itself. */
  frame(frame: WireFrame): void;
  acknowledged(): void;
}

/** One user's session in a pane: a client, and the wire that it speaks over. */
export class PaneSession {
  readonly client: NetraClient<Received, Sent, DemoState>;
  readonly #wire: Wire;
  readonly #told: Told;
  #isOffline = false;
  #outage: ReturnType<typeof setTimeout> | undefined;
  #isListening = false;
  #isOver = false;

  constructor(user: string, record: PaneRecord, told: Told, isWanted: boolean) {
    this.#told = told;
    this.#wire = new Wire(frame => this.#heard(frame), type => type === 'ack' && told.acknowledged());
    this.client = connect<Received, Sent, DemoState>({
      url: '/ws', user, token: () => tokenOf(user), start: 'oldest', storage: record, webSocket: this.#wire.Socket,
    });
    this.client.watch('connection', connection => this.#tell(() => told.connection(connection)));
    this.client.watch('skipped', skipped => this.#tell(() => told.skipped(skipped)));
    this.client.watch('reset', reset => this.#tell(() => told.reset(reset)));
    this.client.watch('error', error => this.#tell(() => told.failed(error)));
    this.client.state.onChange((state, version) => this.#tell(() => told.state(state, version)));
    if (isWanted) void this.#listen();
    else this.client.disconnect();
  }

  connect(): void {
    if (!this.#isListening) void this.#listen();
    this.client.connect();
  }

  disconnect(): void {
    this.client.disconnect();
  }

  /** The network is gone, or is back. */
  setOffline(isOffline: boolean): void {
    this.#isOffline = isOffline;
    clearTimeout(this.#outage);
    if (isOffline) this.#wire.cut();
    else this.#mend();
  }

  /** The network is gone for a while. False when it is gone already, or when there is no connection. */
  drop(outageMs: number): boolean {
    if (this.#wire.isCut || this.client.connection.state !== 'connected') return false;
    this.#wire.cut();
    this.#outage = setTimeout(() => this.#mend(), outageMs);
    return true;
  }

  /** Leaves for good. Nothing is told any more. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#outage);
    this.client.disconnect();
    this.#wire.closeLost();
  }

  // What was waiting for the network comes back at once. Who has left, or was sent away, stays away.
  #mend(): void {
    if (this.#isOffline) return;
    this.#wire.mend();
    if (this.client.connection.state === 'waiting') this.client.connect();
  }

  async #listen(): Promise<void> {
    this.#isListening = true;
    try {
      for await (const message of this.client) this.#hand(message);
    } catch (error) {
      // Of a connection that is closed for good its watcher has told.
      if (!(error instanceof NetraError && error.code === 'closed')) this.#failed(error);
    } finally {
      this.#isListening = false;
    }
  }

  // A message that the page can't show is one that is missing on it, and no end of those behind it.
  #hand(message: MessageOf<Received>): void {
    try {
      this.#tell(() => this.#told.message(message));
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#tell(() => this.#told.failed({ code: 'page_failed', message: String(error), ref: null }));
  }

  #heard(frame: WireFrame): void {
    if (frame.type === 'connection_established') this.#tell(() => this.#told.established(frame.payload as unknown as Established));
    else if (frame.type === 'state_updated' || frame.type === 'reconnect') this.#tell(() => this.#told.frame(frame));
  }

  #tell(what: () => void): void {
    if (!this.#isOver) what();
  }
}
