import type { Connection } from './core/actions.js';
import type { CoreEvent } from './core/events.js';
import type { Change, Frame } from './core/frames.js';
import type { JsonObject } from './core/json.js';
import type { CoreOptions } from './core/options.js';
import { NetraError } from './netra-error.js';
import { SharedState } from './shared-state.js';
import { DeliveryQueue } from './shell/delivery-queue.js';
import { Driver, type TellAction } from './shell/driver.js';
import { MessageStream } from './shell/message-stream.js';
import { watchPage } from './shell/page-events.js';
import { claimName, randomId } from './shell/tab-name.js';
import { TabStore, type KeyValueStore } from './shell/tab-store.js';
import { Watchers } from './shell/watchers.js';
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
  #named: Promise<void>;
  #watchers = new Watchers();
  #queue = new DeliveryQueue();
  #handlers = new Map<string, Set<Handler<never>>>();
  #streams = new Set<MessageStream<MessageOf<Receive>>>();
  #promised = new Map<string, Promised>();
  #connection: Connection = { state: 'disconnected' };
  #unwatchPage: (() => void) | null = null;
  #wanted = false;

  /** @internal */
  constructor(options: ConnectOptions) {
    const { user, clientId } = options;
    this.#store = openStore(options, cause => this.#error('storage_failed', 'The storage has failed.', cause));
    this.#core = {
      client_id: clientId ?? this.#store.clientId ?? randomId(),
      user_id: user,
      start: options.start,
      numbers: options.numbers,
      record: this.#store.position ?? undefined,
      outbox: this.#store.outbox,
    };
    this.#driver = new Driver(options, this.#core, action => this.#told(action));
    this.#named = this.#claim(user !== undefined && clientId === undefined);
    this.state = new SharedState<State>((change, how) => this.#change(change, how), call => this.#watchers.guard(call));
  }

  /** What the connection is now. */
  get connection(): Connection {
    return this.#connection;
  }

  /** Connects, or ends a wait. No effect while there is a connection. */
  connect(): void {
    this.#wanted = true;
    this.#unwatchPage ??= watchPage(() => this.#driver.happened({ on: 'wake' }), () => this.#hide());
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
  }

  /** Hears the messages of a type, in order, one at a time over all types. Returns what ends it. */
  on<T extends TypeOf<Receive>>(type: T, handler: Handler<Message<T, Receive[T]>>): () => void {
    const handlers = this.#handlers.get(type) ?? new Set();
    this.#handlers.set(type, handlers.add(handler));
    return () => handlers.delete(handler);
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
    return this.#promise(id, undefined, { on: 'send', id, type, payload: payload as JsonObject });
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
    return this.#promise(id, ask, { on: 'change', id, change, ask: ask !== undefined });
  }

  #promise(id: string, onConflict: Promised['onConflict'], event: CoreEvent): Promise<Accepted> {
    return new Promise((resolve, reject) => {
      if (this.#promised.has(id)) return reject(new NetraError('invalid_id', 'The id is on its way.'));
      this.#promised.set(id, { resolve, reject, onConflict });
      this.#driver.happened(event);
    });
  }

  #told(action: TellAction): void {
    switch (action.do) {
      case 'connection': return this.#connected(withoutName(action));
      case 'deliver': return this.#queue.add(() => this.#deliver(action.frame, action.delivery));
      case 'reset':
      case 'skipped': return this.#queue.add(() => this.#watchers.tell(action.do, withoutName(action) as Watchable[typeof action.do]));
      case 'state': return this.state.replaced(action.state, action.version);
      case 'conflict': return void this.#conflict(action);
      case 'accepted': return this.#settle(action.id)?.resolve(withoutName(action));
      case 'rejected': return this.#rejected(action);
      case 'error': return this.#watchers.tell('error', withoutName(action));
      case 'save': this.#store.position = action.record; return;
      case 'save_outbox': this.#store.outbox = action.entries; return;
    }
  }

  #connected(connection: Connection): void {
    this.#connection = connection;
    this.#watchers.tell('connection', connection);
    if (connection.state !== 'closed' && connection.state !== 'disconnected') return;
    const failure = connection.state === 'closed' ? new NetraError('closed', `Closed: ${connection.code} ${connection.reason}`) : null;
    this.#queue.add(() => this.#streams.forEach(stream => stream.end(failure)));
  }

  // Not asynchronous where no handler is: then the next message does not wait for another turn.
  #deliver(frame: Frame, delivery: number): void | Promise<void> {
    const message = frame as unknown as MessageOf<Receive>;
    const calls: Handler<never>[] = [...(this.#handlers.get(frame.type) ?? []), ...[...this.#streams].map(stream => (each: typeof message) => stream.offer(each))];
    const results = calls.map(call => this.#handle(() => call(message as never), frame)).filter(result => result !== undefined);
    const handled = (): void => this.#driver.happened({ on: 'handled', delivery });
    return results.length > 0 ? Promise.all(results).then(handled) : handled();
  }

  #handle(call: () => void | Promise<void>, frame: Frame): Promise<void> | undefined {
    const failed = (cause: unknown): void => this.#error('listener_failed', `A handler of ${frame.type} has failed.`, cause, frame.id);
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
      next = (await this.#promised.get(id)?.onConflict?.({ change, version, state })) ?? null;
    } catch (cause) {
      this.#error('listener_failed', 'onConflict has failed.', cause, id);
    }

    this.#driver.happened({ on: 'resolved', id, change: next });
  }

  #rejected({ id, code, message }: { id: string; code: string; message: string }): void {
    const promised = this.#settle(id);
    if (promised) promised.reject(new NetraError(code, message));
    else this.#watchers.tell('error', { code, message, ref: id });
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

  #error(code: string, message: string, cause: unknown, ref: string | null = null): void {
    this.#watchers.tell('error', { code, message, ref, cause });
  }

  async #claim(needed: boolean): Promise<void> {
    if (!needed) return;
    if (!(await claimName(this.#core.client_id))) this.#core.client_id = randomId();
    this.#store.clientId = this.#core.client_id;
  }
}

/** What an action says, for those who don't know actions. */
function withoutName<A extends { do: string }>(action: A): A extends unknown ? Omit<A, 'do'> : never {
  const { do: _, ...rest } = action;
  return rest as A extends unknown ? Omit<A, 'do'> : never;
}

function openStore({ url, user, clientId = '', storage }: ConnectOptions, failed: (cause: unknown) => void): TabStore {
  const store = user === undefined ? null : storage === undefined ? sessionStore(failed) : storage;
  return new TabStore(store, `netra.${String(url)}.${user}.${clientId}.`, failed);
}

function sessionStore(failed: (cause: unknown) => void): KeyValueStore | null {
  try {
    return globalThis.sessionStorage ?? null;
  } catch (cause) {
    // A page may be forbidden even to name it.
    failed(cause);
    return null;
  }
}
