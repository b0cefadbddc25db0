// One pane: a tab of the user. It joins the socket, the checker, what the tab keeps, and the elements on the page.

import { AssistantModel } from './assistant-model.js';
import { AssistantView } from './assistant-view.js';
import { FrameList, rowOf } from './frame-list.js';
import { NetraSocket } from './netra-socket.js';
import { Outbox } from './outbox.js';
import { PaneView } from './pane-view.js';
import { SeqChecker } from './seq-checker.js';
import { StateModel } from './state-model.js';
import { StateView } from './state-view.js';
import { PaneRecord, randomId } from './tab-session.js';
import { ViewTabs } from './view-tabs.js';

const OUTAGE_MS = 3_000;
const SAVE_EVERY_MS = 250;
const FULL = 'Too many messages wait to be sent';

export class Pane {
  #name;
  #tab;
  #acknowledged;
  #clientId = '';
  #view;
  #tabs;
  #shown = '';
  #list;
  #outbox;
  #stateView;
  #assistantView;
  #socket = null;
  #record = null;
  #checker = new SeqChecker();
  #state = new StateModel();
  #assistant = new AssistantModel();
  #wanted = true;
  #replayTo = 0;
  #head = 0;
  #ackedSeq = 0;
  #saveTimer = 0;

  /**
   * @param {string} name `pane-a` @param {string} title @param {string} tab the browser tab's name
   * @param {() => void} acknowledged called when frames were acknowledged
   */
  constructor(name, title, tab, acknowledged) {
    this.#name = name;
    this.#tab = tab;
    this.#acknowledged = acknowledged;
    this.#view = new PaneView(name, title);
    const { parts } = this.#view;
    this.#tabs = new ViewTabs(this.element, name, view => this.#chose(view));
    this.#list = new FrameList(parts);
    this.#outbox = new Outbox(parts.sent, frame => this.#socket.send(frame));
    this.#stateView = new StateView(parts, (frame, label) => this.#post(frame, label));
    this.#assistantView = new AssistantView(parts, {
      ask: question => this.#ask(question),
      cancel: runId => this.#post({ type: 'assistant_cancel', payload: { run_id: runId } }, 'cancel'),
    });
    this.#view.on('connect', () => this.connect());
    this.#view.on('disconnect', () => this.disconnect());
    this.#view.on('drop', () => this.#drop());
    this.#view.on('forget', () => this.#startOver());
    this.#view.onSend(content => this.#post({ type: 'chat_message', payload: { content, from: name } }, content) !== null);
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
      onState: state => this.#connectionChanged(state),
    });
    const kept = this.#record.load();
    this.#wanted = kept.wanted ?? true;
    this.#shown = kept.view ?? this.#shown;
    this.#tabs.show(this.#shown);
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

  /** Writes frames, state and position down, then tells the server how far this tab has come. */
  save() {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = 0;
    this.#record.save({
      clientId: this.#clientId, wanted: this.#wanted, view: this.#shown, position: this.#checker,
      state: this.#state, assistant: this.#assistant, outbox: this.#outbox, rows: this.#list.rows,
    });
    if (this.#checker.lastSeq > this.#ackedSeq && this.#socket.send({ type: 'ack', payload: { seq: this.#checker.lastSeq } })) {
      this.#ackedSeq = this.#checker.lastSeq;
      this.#acknowledged();
    }
  }

  #begin(kept) {
    this.#clientId = kept.clientId ?? `${this.#name}-${this.#tab}`;
    this.#checker = new SeqChecker(kept.position);
    this.#state = new StateModel(kept.state);
    this.#assistant = new AssistantModel(kept.assistant);
    this.#head = this.#checker.lastSeq;
    this.#list.replace(kept.rows ?? []);
    this.#outbox.restore(kept.outbox ?? []);
    this.#stateView.clear();
    this.#showState();
    this.#assistantView.replace(this.#assistant.runs);
    this.#view.showSession(this.#clientId);
    this.#view.showCounts(this.#checker, this.#head);
  }

  #position() {
    const { epoch, lastSeq } = this.#checker;
    return epoch === null
      ? { client_id: this.#clientId, start: 'oldest' }
      : { client_id: this.#clientId, last_seq: lastSeq, epoch, ...this.#state.position };
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

  #chose(view) {
    this.#shown = view;
    if (view === 'frames') this.#list.shown();
    if (view === 'assistant') this.#assistantView.shown();
    this.#saveSoon();
  }

  #post(frame, label) {
    const id = this.#outbox.add(frame, label);
    if (id === null) this.#view.announce(FULL);
    this.#saveSoon();
    return id;
  }

  // The question's id names the run, so that every tab knows it by the same name.
  #ask(question) {
    const id = this.#post({ type: 'assistant_ask', payload: { question } }, `ask: ${question}`);
    if (id === null) return false;
    this.#assistantView.change(this.#assistant.asked(id, question));
    return true;
  }

  #connectionChanged({ name, code, text, retryAt }) {
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
      case 'ack': return this.#accepted(frame);
      case 'error': return this.#failed(frame);
      case 'version_conflict': return this.#conflict(frame);
      case 'state_snapshot': case 'state_resync': case 'current_state': return this.#takeState(frame);
      case 'reconnect': return this.#note('reconnect', `in ${frame.payload.after_ms} ms: ${frame.payload.reason}`);
      case 'pong': case 'auth_ok': return;
      default: return Number.isInteger(frame.seq) ? this.#durable(frame) : this.#list.add(rowOf(frame));
    }
  }

  #established(payload) {
    const outcome = this.#checker.begin(payload);
    this.#ackedSeq = outcome === 'resumed' ? this.#checker.lastSeq : 0;
    this.#head = payload.head_seq;
    this.#replayTo = payload.replay_to ?? 0;
    if (outcome !== 'resumed') this.#forgetFrames();
    this.#note('connected', this.#view.showOutcome(outcome, payload));
    this.#showProgress();
    this.#outbox.sendAll();
    this.#saveSoon();
  }

  // What was put together from frames goes with them; all that is retained comes again.
  #forgetFrames() {
    this.#list.replace([]);
    this.#assistant = new AssistantModel();
    this.#assistantView.replace([]);
  }

  #durable(frame) {
    const { isNew, missing } = this.#checker.accept(frame);
    this.#gap(missing, frame.timestamp);
    if (isNew) {
      this.#list.add(rowOf(frame));
      this.#takeState(frame);
      this.#takeRun(frame);
    }

    this.#moved();
  }

  #takeState(frame) {
    const outcome = this.#state.take(frame);
    if (outcome === 'changed') this.#showState();
    if (outcome === 'behind') this.#socket.send({ type: 'get_current_state' });
    if (frame.type !== 'state_updated' || !frame.id) return;
    this.#outbox.acknowledged(frame.id, { seq: frame.seq });
    this.#stateView.answered(frame);
  }

  #takeRun(frame) {
    const run = this.#assistant.take(frame);
    if (!run) return;
    this.#assistantView.change(run);
    if (frame.type === 'agent_started') this.#view.announce('The assistant begins to answer');
    if (frame.type === 'agent_completed') this.#view.announce(`The answer is ${run.status}`);
  }

  #showState() {
    this.#stateView.show(this.#state);
    this.#assistantView.showProgress(this.#state.state.assistant);
  }

  #accepted(frame) {
    this.#outbox.acknowledged(frame.id ?? frame.payload.id, frame.payload);
    this.#stateView.answered(frame);
  }

  #conflict(frame) {
    this.#outbox.refused(frame.id, 'version_conflict');
    this.#stateView.answered(frame);
    const { client_version: mine, server_version: theirs } = frame.payload;
    this.#list.add({ kind: 'error', type: frame.type, at: frame.timestamp, text: `written against version ${mine}, the server has ${theirs}` });
    this.#saveSoon();
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

  #failed(frame) {
    const { id, timestamp, payload } = frame;
    const ref = payload.ref ?? id;
    if (ref) this.#outbox.refused(ref, payload.code);
    const run = ref && this.#assistant.refused(ref, payload.message);
    if (run) this.#assistantView.change(run);
    this.#stateView.answered(frame);
    this.#list.add({ kind: 'error', type: payload.code, at: timestamp, text: payload.message });
    this.#saveSoon();
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
