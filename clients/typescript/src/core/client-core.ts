import type { Action, TimerName } from './actions.js';
import { Context } from './context.js';
import { Delivery } from './delivery.js';
import type { CoreEvent } from './events.js';
import { OWN_ID, payloadOf, type Established, type Frame, type FrameError } from './frames.js';
import type { JsonObject } from './json.js';
import { Link } from './link.js';
import type { CoreOptions } from './options.js';
import { Outbox } from './outbox.js';
import { StateDocument } from './state-document.js';

const MAX_REFUSALS = 5;

/** The state machine of docs/client.md: events in, actions out. It knows no socket, no clock and no chance. */
export class ClientCore {
  #context: Context;
  #document: StateDocument;
  #outbox: Outbox;
  #delivery: Delivery;
  #link: Link;
  #options: CoreOptions;
  #userId: string | null;
  /** How often in a row the server has refused what this client asks for itself. */
  #refusals = 0;

  /** @param random from 0 up to, not including, 1 */
  constructor(options: CoreOptions, random: () => number) {
    this.#options = options;
    this.#userId = options.user_id ?? options.record?.user_id ?? null;
    this.#context = new Context(options, random);
    this.#document = new StateDocument(this.#context);
    this.#outbox = new Outbox(this.#context, this.#document, options.outbox);
    this.#delivery = new Delivery(this.#context, options.record);
    this.#link = new Link(this.#context, code => this.#outbox.disconnected(code));
  }

  /** What to do about an event. @param now milliseconds of any clock that does not go back */
  handle(event: CoreEvent, now: number): Action[] {
    this.#context.now = now;
    this.#take(event);
    this.#outbox.settle();
    this.#delivery.settle(this.#userId);
    return this.#context.take();
  }

  #take(event: CoreEvent): void {
    switch (event.on) {
      case 'connect': return this.#link.connect();
      case 'disconnect':
        this.#delivery.acknowledge();
        return this.#link.disconnect();
      case 'wake': return this.#link.wake();
      case 'hide': return this.#delivery.acknowledge();
      case 'token': return this.#link.token(event.token, () => this.#query(event.token));
      case 'token_failed': return this.#link.tokenFailed(event.final);
      case 'frame': return this.#frame(event.frame);
      case 'bad_frame': return this.#link.broken(4400, 'bad_frame');
      case 'closed': return this.#link.closed(event.code, event.reason, event.retry_after_ms);
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
    else if (timer === 'resume') this.#delivery.resume();
    else if (timer === 'state') this.#document.ask();
    else this.#link.timer(timer);
  }

  #query(token: string): Record<string, string | number> {
    const { epoch, value } = this.#delivery.opening();
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
      case 'resumed':
        this.#refusals = 0;
        return this.#delivery.resumed(frame) ? undefined : this.#link.again();
      case 'skipped': return this.#delivery.skip(frame);
      case 'ack': {
        const { id, duplicate, seq = null } = payloadOf<{ id: string; duplicate: boolean; seq?: number }>(frame);
        return this.#outbox.accepted(id, duplicate, seq);
      }

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
    this.#refusals = 0;
    // What the document was in another history, it need not be now: changes wait for the server to tell it.
    if (this.#delivery.begin(established)) this.#document.known = false;
    this.#outbox.connected(limits);
  }

  #stateOrMessage(frame: Frame): void {
    const { version, state } = payloadOf<{ version: number; state: JsonObject }>(frame);
    switch (frame.type) {
      case 'state_snapshot':
      case 'state_resync':
        this.#document.replace(version, state);
        return this.#outbox.pump();
      case 'current_state':
        this.#refusals = 0;
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

  #error(error: FrameError): void {
    if (error.code === 'token_expiring') return this.#link.refresh();
    if (error.ref === `${OWN_ID}auth`) return this.#link.refreshFailed();
    if (error.ref?.startsWith(OWN_ID)) return this.#refused(error.ref.slice(OWN_ID.length) as TimerName, error);
    if (this.#outbox.failed(error)) return;
    this.#context.do({ do: 'error', code: error.code, message: error.message, ref: error.ref });
  }

  // Without its answer this connection is of little use: it is asked for again, and in the end on another connection.
  #refused(timer: TimerName, { retry_after_ms: retryAfter }: FrameError): void {
    this.#refusals += 1;
    if (this.#refusals === MAX_REFUSALS) this.#link.broken(1000, 'refused');
    else this.#context.setTimer(timer, retryAfter ?? this.#context.numbers.first_delay_ms);
  }
}
