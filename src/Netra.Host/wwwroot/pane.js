// One pane: a tab of the user. It joins the socket, the checker, what the tab keeps, and the elements on the page.

import { FrameList, rowOf } from './frame-list.js';
import { NetraSocket } from './netra-socket.js';
import { Outbox } from './outbox.js';
import { PaneView } from './pane-view.js';
import { SeqChecker } from './seq-checker.js';
import { PaneRecord, randomId } from './tab-session.js';

const OUTAGE_MS = 3_000;
const SAVE_EVERY_MS = 250;

export class Pane {
  #name;
  #tab;
  #clientId = '';
  #view;
  #list;
  #outbox;
  #socket = null;
  #record = null;
  #checker = new SeqChecker();
  #wanted = true;
  #replayTo = 0;
  #head = 0;
  #ackedSeq = 0;
  #saveTimer = 0;

  /** @param {string} name `pane-a` @param {string} title @param {string} tab the browser tab's name */
  constructor(name, title, tab) {
    this.#name = name;
    this.#tab = tab;
    this.#view = new PaneView(name, title);
    this.#list = new FrameList(this.#view.parts);
    this.#outbox = new Outbox(name, this.#view.parts.sent, frame => this.#socket.send(frame));
    this.#view.on('connect', () => this.connect());
    this.#view.on('disconnect', () => this.disconnect());
    this.#view.on('drop', () => this.#drop());
    this.#view.on('forget', () => this.#startOver());
    this.#view.onSend(content => this.#sendMessage(content));
  }

  get element() {
    return this.#view.element;
  }

  /** Becomes a tab of this user, with what this browser tab kept of it. */
  open(user, tokens) {
    this.#record = new PaneRecord(user, this.#name);
    this.#socket = new NetraSocket({
      tokens,
      position: () => this.#position(),
      onFrame: frame => this.#receive(frame),
      onState: state => this.#stateChanged(state),
    });
    const kept = this.#record.load();
    this.#wanted = kept.wanted ?? true;
    this.#begin(kept);
    if (this.#wanted) this.#socket.connect();
    else this.#view.showState('idle', 'Not connected');
  }

  /** Leaves the user; what was shown is kept for the next time. */
  close() {
    this.save();
    this.#socket.dispose();
  }

  connect() {
    this.#wanted = true;
    this.#saveSoon();
    this.#socket.connect();
  }

  disconnect() {
    this.#wanted = false;
    this.#saveSoon();
    this.#socket.disconnect();
  }

  /** The network may be back. */
  hurry() {
    this.#socket.hurry();
  }

  /** Writes frames and position down, then tells the server how far this tab has come. */
  save() {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = 0;
    this.#record.save({
      clientId: this.#clientId, wanted: this.#wanted, position: this.#checker, outbox: this.#outbox, rows: this.#list.rows,
    });
    if (this.#checker.lastSeq > this.#ackedSeq && this.#socket.send({ type: 'ack', payload: { seq: this.#checker.lastSeq } })) {
      this.#ackedSeq = this.#checker.lastSeq;
    }
  }

  #begin(kept) {
    this.#clientId = kept.clientId ?? `${this.#name}-${this.#tab}`;
    this.#checker = new SeqChecker(kept.position);
    this.#head = this.#checker.lastSeq;
    this.#list.replace(kept.rows ?? []);
    this.#outbox.restore(kept.outbox ?? []);
    this.#view.showSession(this.#clientId);
    this.#view.showCounts(this.#checker, this.#head);
  }

  #position() {
    const { epoch, lastSeq } = this.#checker;
    return epoch === null
      ? { client_id: this.#clientId, start: 'oldest' }
      : { client_id: this.#clientId, last_seq: lastSeq, epoch };
  }

  #drop() {
    if (!this.#socket.drop(OUTAGE_MS)) this.#view.announce('There is no connection to drop');
  }

  // As a browser tab opened for the first time. The name is new too: the server remembers how far a session has come.
  #startOver() {
    this.#socket.disconnect();
    this.#begin({ clientId: `${this.#name}-${randomId()}` });
    this.connect();
  }

  #sendMessage(content) {
    const taken = this.#outbox.add(content);
    if (!taken) this.#view.announce('Too many messages wait to be sent');
    this.#saveSoon();
    return taken;
  }

  #stateChanged({ name, code, text, retryAt }) {
    this.#outbox.hold();
    const why = [code, text].filter(Boolean).join(': ');
    if (name !== 'connecting') this.#note(name === 'closed' ? 'closed' : 'disconnected', why);
    if (name === 'connecting') this.#view.showState('connecting', 'Connecting');
    else if (name === 'waiting') this.#view.showWaiting(why, retryAt);
    else this.#view.showState('closed', `Closed ${why}`, code);
  }

  #receive(frame) {
    switch (frame.type) {
      case 'connection_established': return this.#established(frame.payload);
      case 'skipped': return this.#skipped(frame);
      case 'ack': return this.#outbox.acknowledged(frame.id ?? frame.payload.id, frame.payload);
      case 'error': return this.#failed(frame);
      case 'reconnect': return this.#note('reconnect', `in ${frame.payload.after_ms} ms: ${frame.payload.reason}`);
      case 'pong': case 'auth_ok': case 'state_snapshot': case 'state_resync': return;
      default: return Number.isInteger(frame.seq) ? this.#durable(frame) : this.#list.add(rowOf(frame));
    }
  }

  #established(payload) {
    const outcome = this.#checker.begin(payload);
    this.#ackedSeq = outcome === 'resumed' ? this.#checker.lastSeq : 0;
    this.#head = payload.head_seq;
    this.#replayTo = payload.replay_to ?? 0;
    if (outcome !== 'resumed') this.#list.replace([]);
    this.#note('connected', this.#view.showOutcome(outcome, payload));
    this.#showProgress();
    this.#outbox.sendAll();
    this.#saveSoon();
  }

  #durable(frame) {
    const { isNew, missing } = this.#checker.accept(frame);
    this.#gap(missing, frame.timestamp);
    if (isNew) this.#list.add(rowOf(frame));
    this.#moved();
  }

  #skipped({ timestamp, payload }) {
    this.#gap(this.#checker.skip(payload), timestamp);
    const { from, to, reason } = payload;
    this.#list.add({ kind: 'skipped', type: 'skipped', at: timestamp, text: `${from}..${to} will not come: ${reason}` });
    this.#moved();
  }

  #gap(missing, at) {
    if (missing) this.#list.add({ kind: 'gap', type: 'gap', at, text: `${missing.count} missing in ${missing.from}..${missing.to}` });
  }

  #failed({ id, timestamp, payload }) {
    const ref = payload.ref ?? id;
    if (ref) this.#outbox.refused(ref, payload.code);
    this.#list.add({ kind: 'error', type: payload.code, at: timestamp, text: payload.message });
  }

  #note(type, text) {
    this.#list.add({ kind: 'note', type, at: Date.now(), text });
  }

  #moved() {
    this.#head = Math.max(this.#head, this.#checker.lastSeq);
    this.#showProgress();
    this.#saveSoon();
  }

  #showProgress() {
    const { lastSeq } = this.#checker;
    if (lastSeq < this.#replayTo) this.#view.showState('replaying', `Replaying to ${this.#replayTo}`);
    else this.#view.showState('connected', 'Connected');
    this.#view.showCounts(this.#checker, this.#head);
  }

  #saveSoon() {
    this.#saveTimer ||= setTimeout(() => this.save(), SAVE_EVERY_MS);
  }
}
