import type { Action, TimerName } from './actions.js';
import { codeOfStatus } from './close-codes.js';
import { Context } from './context.js';
import { Delivery } from './delivery.js';
import type { CoreEvent } from './events.js';
import { payloadOf, type Established, type Frame, type FrameError } from './frames.js';
import type { JsonObject } from './json.js';
import { Link } from './link.js';
import type { CoreOptions } from './options.js';
import { Outbox } from './outbox.js';
import { StateDocument } from './state-document.js';

/** The state machine of docs/client.md: events in, actions out. It knows no socket, no clock and no chance. */
export class ClientCore {
  #context: Context;
  #document: StateDocument;
  #outbox: Outbox;
  #delivery: Delivery;
  #link: Link;
  #options: CoreOptions;
  #userId: string | null;

  /** @param random from 0 up to, not including, 1 */
  constructor(options: CoreOptions, random: () => number) {
    this.#options = options;
    this.#userId = options.user_id ?? options.record?.user_id ?? null;
    this.#context = new Context(options, random);
    this.#document = new StateDocument(this.#context);
    this.#outbox = new Outbox(this.#context, this.#document, options.outbox);
    this.#delivery = new Delivery(this.#context, options.record, () => this.#userId);
    this.#link = new Link(this.#context, code => this.#outbox.disconnected(code));
  }

  /** What to do about an event. @param now milliseconds of any clock that does not go back */
  handle(event: CoreEvent, now: number): Action[] {
    this.#context.now = now;
    this.#take(event);
    this.#outbox.settle();
    this.#delivery.settle();
    return this.#context.take();
  }

  #take(event: CoreEvent): void {
    switch (event.on) {
      case 'connect': return this.#link.connect();
      case 'disconnect': return this.#disconnect();
      case 'wake': return this.#link.wake();
      case 'hide': return this.#delivery.acknowledge();
      case 'token': return this.#link.token(event.token, () => this.#query(event.token));
      case 'token_failed': return this.#link.tokenFailed(event.final);
      case 'frame': return this.#frame(event.frame);
      case 'bad_frame': return this.#link.broken(4400, 'bad_frame');
      case 'closed': return this.#link.closed(event.code, event.reason);
      case 'refused': return this.#link.closed(codeOfStatus(event.status), `http ${event.status}`, event.retry_after_ms);
      case 'timer': return this.#timer(event.timer);
      case 'handled': return this.#delivery.handled(event.delivery);
      case 'send': return this.#outbox.add({ id: event.id, type: event.type, payload: event.payload });
      case 'change': return this.#outbox.add({ id: event.id, change: event.change }, event.ask);
      case 'resolved': return this.#outbox.resolved(event.id, event.change);
    }
  }

  #timer(timer: TimerName): void {
    if (!this.#context.fired(timer)) return;
    if (timer === 'ack') this.#delivery.acknowledge();
    else if (timer === 'outbox') this.#outbox.pump();
    else this.#link.timer(timer);
  }

  #disconnect(): void {
    this.#delivery.acknowledge();
    this.#link.disconnect();
  }

  #query(token: string): Record<string, string | number> {
    const { epoch, value } = this.#delivery.position;
    return {
      token,
      client_id: this.#options.client_id,
      reject: 'close',
      ...(epoch === null ? { start: this.#options.start ?? 'unread' } : { last_seq: value, epoch }),
      ...(this.#document.known ? { state_version: this.#document.version } : {}),
    };
  }

  #frame(frame: Frame): void {
    this.#link.heard();
    if (frame.type === 'connection_established') return this.#established(payloadOf(frame));
    if (!this.#context.connected) return;
    switch (frame.type) {
      case 'ping': return this.#context.send({ type: 'pong' });
      case 'reconnect': return this.#link.comeBack(payloadOf<{ after_ms: number }>(frame).after_ms);
      case 'resumed': return this.#delivery.resumed(frame) ? undefined : this.#link.again();
      case 'skipped': return this.#delivery.skip(frame);
      case 'ack': return this.#acked(frame);
      case 'error': return this.#error(payloadOf(frame));
      case 'version_conflict': return this.#outbox.conflict(frame);
      case 'pong':
      case 'auth_ok':
      case 'history': return;
      default: return this.#stateOrMessage(frame);
    }
  }

  #established(established: Established): void {
    const { user_id: userId, limits, heartbeat } = established;
    if (this.#userId !== null && userId !== this.#userId) return this.#link.end(1000, 'user_changed');
    if (!this.#link.established(established.resumed, heartbeat.interval_ms)) return;
    this.#userId = userId;
    // What the document was in another history, it need not be now: changes wait for the server to tell it.
    if (this.#delivery.begin(established)) this.#document.known = false;
    this.#outbox.connected(limits.max_message_bytes);
  }

  #stateOrMessage(frame: Frame): void {
    const { version, state } = payloadOf<{ version: number; state: JsonObject }>(frame);
    switch (frame.type) {
      case 'state_snapshot':
      case 'state_resync':
        this.#document.replace(version, state);
        return this.#outbox.pump();
      case 'current_state':
        this.#document.raise(version, state);
        return this.#outbox.pump();
      case 'state_updated':
        // One that was had or is left for later changes nothing, but it can still be the answer that a change waits for.
        if (this.#delivery.take(frame, false)) this.#document.update(frame);
        return this.#outbox.accepted(frame.id, false, frame.seq ?? null);
      default:
        this.#delivery.take(frame, true);
    }
  }

  #acked(frame: Frame): void {
    const { id, duplicate, seq } = payloadOf<{ id: string; duplicate: boolean; seq?: number }>(frame);
    this.#outbox.accepted(id, duplicate, seq ?? null);
  }

  #error(error: FrameError): void {
    if (error.code === 'token_expiring') return this.#link.refresh();
    if (error.ref === 'auth') return this.#link.refreshFailed();
    if (this.#outbox.failed(error)) return;
    this.#context.do({ do: 'error', code: error.code, message: error.message, ref: error.ref });
  }
}
