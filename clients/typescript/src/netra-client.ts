import type { Connection, OutboxRecord, PositionRecord } from './core/actions.js';
import type { CoreEvent } from './core/events.js';
import type { Change, Frame } from './core/frames.js';
import type { JsonObject } from './core/json.js';
import type { CoreOptions } from './core/options.js';
import { NetraError } from './netra-error.js';
import { SharedState } from './shared-state.js';
import { deliveryQueue } from './shell/delivery-queue.js';
import { Driver, type TellAction } from './shell/driver.js';
import { MessageStream } from './shell/message-stream.js';
import { watchPage } from './shell/page-events.js';
import { checkNames, copyOf, refuse } from './shell/outgoing.js';
import { claimName, randomId } from './shell/tab-name.js';
import { TabStore } from './shell/tab-store.js';
import { guard, Watchers } from './shell/watchers.js';
import type { Accepted, AnyMessages, ChangeOptions, ConnectOptions, Handler, Message, MessageOf, TypeOf, Watchable } from './types.js';

interface Promised {
  resolve: (accepted: Accepted) => void;
  reject: (error: NetraError) => void;
  onConflict: ChangeOptions<JsonObject>['onConflict'];
}

/** A connection that survives what can be survived (docs/client.md). Made by `connect`. */
export class NetraClient<Receive extends object = AnyMessages, Send extends object = Receive, State extends object = JsonObject>
implements AsyncIterable<MessageOf<Receive>> {
  /** The user's state. */
  readonly state: SharedState<State>;
  #store: TabStore;
  #driver: Driver;
  #core: CoreOptions;
  #namesItself: boolean;
  /** Takes the name; brings what gives it back. */
  #named: Promise<() => void> | null = null;
  #watchers = new Watchers<(value: never) => void>();
  #queue = deliveryQueue(cause => this.#error('fault', cause));
  #handlers = new Watchers<Handler<never>>();
  #streams = new Set<MessageStream<MessageOf<Receive>>>();
  #promised = new Map<string, Promised>();
  #connection: Connection = { state: 'disconnected' };
  #unwatchPage: (() => void) | null = null;
  #wanted = false;

  /** @internal */
  constructor(options: ConnectOptions) {
    const { url, user, clientId, storage } = options;
    this.#store = new TabStore(
      () => (user === undefined ? null : storage === undefined ? globalThis.sessionStorage : storage),
      `netra.${String(url)}.${user}.${clientId ?? ''}.`,
      cause => this.#error('storage_failed', cause),
    );
    this.#core = {
      client_id: clientId ?? this.#store.recall<string>('client_id') ?? randomId(),
      user_id: user,
      start: options.start,
      numbers: options.numbers,
      record: this.#store.recall<PositionRecord>('position') ?? undefined,
      outbox: this.#store.recall<OutboxRecord[]>('outbox') ?? [],
    };
    this.#driver = new Driver(options, this.#core, action => this.#told(action));
    this.#namesItself = user !== undefined && clientId === undefined;
    this.state = new SharedState<State>((change, how) => this.#change(change, how), guard);
  }

  /** What the connection is now. */
  get connection(): Connection {
    return this.#connection;
  }

  /** Connects, or ends a wait. No effect while there is a connection. */
  connect(): void {
    this.#wanted = true;
    this.#unwatchPage ??= watchPage(() => this.#driver.happened({ on: 'wake' }), () => this.#hide());
    this.#named ??= this.#claim();
    void this.#named.then(() => {
      if (this.#wanted) this.#driver.happened({ on: 'connect' });
    });
  }

  /** Acknowledges what is handled and closes. What waits to be sent keeps waiting. */
  disconnect(): void {
    this.#wanted = false;
    this.#unwatchPage?.();
    this.#unwatchPage = null;
    this.#driver.happened({ on: 'disconnect' });
    this.#store.flush();
    void this.#named?.then(giveBack => giveBack());
    this.#named = null;
  }

  /** Hears the messages of a type, in order, one at a time over all types. Returns what ends it. */
  on<T extends TypeOf<Receive>>(type: T, handler: Handler<Message<T, Receive[T]>>): () => void {
    return this.#handlers.add(type, handler);
  }

  /** Watches what happens beside messages. Returns what ends it. */
  watch<N extends keyof Watchable>(name: N, watcher: (value: Watchable[N]) => void): () => void {
    return this.#watchers.add(name, watcher);
  }

  /**
   * Sends a message. Resolves when it is durably accepted, however many connections that takes; rejects with a `NetraError` when it can't be.
   * @param id the same id is accepted once; by default a new one
   */
  send<T extends TypeOf<Send>>(type: T, payload: Send[T], id: string = randomId()): Promise<Accepted> {
    return this.#promise(id, undefined, () => {
      checkNames(type, id);
      return { on: 'send', id, type, payload: copyOf(payload as JsonObject) };
    });
  }

  /** Every message from now on. One is handled when the loop asks for the next. Ends with `disconnect`; throws when the connection is closed for good. */
  [Symbol.asyncIterator](): MessageStream<MessageOf<Receive>> {
    const stream: MessageStream<MessageOf<Receive>> = new MessageStream(() => this.#streams.delete(stream));
    this.#streams.add(stream);
    return stream;
  }

  #change(change: Change, { onConflict }: ChangeOptions<State>): Promise<Accepted> {
    const id = randomId();
    const ask = onConflict as Promised['onConflict'];
    return this.#promise(id, ask, () => ({ on: 'change', id, change: copyOf(change), ask: ask !== undefined }));
  }

  #promise(id: string, onConflict: Promised['onConflict'], event: () => CoreEvent): Promise<Accepted> {
    return new Promise((resolve, reject) => {
      // What is thrown here rejects the promise.
      if (this.#promised.has(id)) refuse('invalid_id');
      const sent = event();
      this.#promised.set(id, { resolve, reject, onConflict });
      this.#driver.happened(sent);
    });
  }

  #told(action: TellAction): void {
    switch (action.do) {
      case 'connection': return this.#connected(withoutName(action));
      case 'deliver': return this.#queue(() => this.#deliver(action.frame, action.delivery));
      case 'reset':
      case 'skipped': return this.#queue(() => this.#tell(action.do, withoutName(action) as Watchable[typeof action.do]));
      case 'state': return this.state.replaced(action.state, action.version);
      case 'conflict': return void this.#conflict(action);
      case 'accepted': return this.#settle(action.id)?.resolve(withoutName(action));
      case 'rejected': return this.#rejected(action);
      case 'error': return this.#tell('error', withoutName(action));
      case 'save': return this.#store.keep('position', action.record);
      case 'save_outbox': return this.#store.keepOutbox(action.entries);
    }
  }

  #connected(connection: Connection): void {
    this.#connection = connection;
    this.#tell('connection', connection);
    if (connection.state !== 'closed' && connection.state !== 'disconnected') return;
    const failure = connection.state === 'closed' ? new NetraError('closed', `Closed: ${connection.code} ${connection.reason}`) : null;
    this.#queue(() => this.#streams.forEach(stream => stream.end(failure)));
  }

  // Not asynchronous where no handler is: then the next message does not wait for another turn.
  #deliver(frame: Frame, delivery: number): void | Promise<void> {
    const message = frame as unknown as MessageOf<Receive>;
    const calls: Handler<never>[] = [...this.#handlers.of(frame.type), ...[...this.#streams].map(stream => (each: typeof message) => stream.offer(each))];
    const results = calls.map(call => this.#handle(() => call(message as never), frame)).filter(result => result !== undefined);
    const handled = (): void => this.#driver.happened({ on: 'handled', delivery });
    return results.length > 0 ? Promise.all(results).then(handled) : handled();
  }

  #handle(call: () => void | Promise<void>, frame: Frame): Promise<void> | undefined {
    const failed = (cause: unknown): void => this.#error('listener_failed', cause, frame.id, `A handler of ${frame.type} has failed.`);
    try {
      const result = call();
      return result ? Promise.resolve(result).catch(failed) : undefined;
    } catch (cause) {
      failed(cause);
      return undefined;
    }
  }

  async #conflict({ id, change, version, state }: { id: string; change: Change; version: number; state: JsonObject }): Promise<void> {
    let next: Change | null = null;
    try {
      const said = await this.#promised.get(id)?.onConflict?.({ change, version, state });
      next = said ? copyOf(said) : null;
    } catch (cause) {
      this.#error('listener_failed', cause, id);
    }

    this.#driver.happened({ on: 'resolved', id, change: next });
  }

  #rejected({ id, code, message }: { id: string; code: string; message: string }): void {
    const promised = this.#settle(id);
    if (promised) promised.reject(new NetraError(code, message));
    else this.#tell('error', { code, message, ref: id });
  }

  #settle(id: string): Promised | undefined {
    const promised = this.#promised.get(id);
    this.#promised.delete(id);
    return promised;
  }

  #hide(): void {
    this.#driver.happened({ on: 'hide' });
    this.#store.flush();
  }

  #error(code: string, cause: unknown, ref: string | null = null, message = String(cause)): void {
    this.#tell('error', { code, message, ref, cause });
  }

  /** What nobody watches, and must not go unseen, is written to the console. */
  #tell<N extends keyof Watchable>(name: N, value: Watchable[N]): void {
    const watchers = this.#watchers.of(name);
    if (watchers.length === 0 && name !== 'connection') console.warn(`netra: ${name}`, value);
    for (const watcher of watchers) guard(() => watcher(value as never));
  }

  async #claim(): Promise<() => void> {
    if (!this.#namesItself) return () => undefined;
    let giveBack = await claimName(this.#core.client_id);
    while (!giveBack) giveBack = await claimName(this.#core.client_id = randomId());
    this.#store.keep('client_id', this.#core.client_id);
    return giveBack;
  }
}

/** What an action says, for those who don't know actions. */
function withoutName<A extends { do: string }>(action: A): A extends unknown ? Omit<A, 'do'> : never {
  const { do: _, ...rest } = action;
  return rest as A extends unknown ? Omit<A, 'do'> : never;
}
