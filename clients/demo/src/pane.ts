import { NetraError, type Accepted, type Change, type Conflict, type Connection, type MessageOf, type ResetReason } from '@netra/client';
import { AssistantModel, type Run } from './assistant-model.js';
import { AssistantView } from './assistant-view.js';
import { randomId } from './dom.js';
import { FrameList, rowOf } from './frame-list.js';
import type { DemoState, Received, Sent } from './messages.js';
import { PaneRecord } from './pane-record.js';
import { PaneSession, type Established, type Told } from './pane-session.js';
import { PaneView } from './pane-view.js';
import { SentList } from './sent-list.js';
import { SeqChecker, type Missing } from './seq-checker.js';
import { StateView } from './state-view.js';
import { ViewTabs } from './view-tabs.js';
import type { WireFrame } from './wire.js';

const OUTAGE_MS = 3_000;
const SAVE_EVERY_MS = 250;
const SHOW_EVERY_MS = 30;

const REASONS: Record<string, string> = {
  1006: 'the connection was lost or could not be made',
  no_token: 'no token: the server can\'t be reached, or is not in development',
  silent: 'nothing heard from the server',
  timeout: 'no answer in time',
};

/** One pane: a tab of the user. It joins the client, the checker, what the tab keeps, and the elements on the page. */
export class Pane implements Told {
  /** What the server was told of: frames were acknowledged. */
  readonly acknowledged: () => void;
  #name: string;
  #view: PaneView;
  #tabs: ViewTabs;
  #list: FrameList;
  #sent: SentList;
  #stateView: StateView;
  #assistantView: AssistantView;
  #user = '';
  #record: PaneRecord | null = null;
  #session: PaneSession | null = null;
  #checker = new SeqChecker();
  #assistant = new AssistantModel();
  #isWanted = true;
  #isConnected = false;
  #isOffline = false;
  #isLeaving = false;
  #chosen = '';
  /** Where the present connection begins, and how far its replay goes. */
  #begunAt = 0;
  #replayTo = 0;
  #head = 0;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #showTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param name `pane-a` @param acknowledged called when frames were acknowledged */
  constructor(name: string, title: string, acknowledged: () => void) {
    this.#name = name;
    this.acknowledged = acknowledged;
    this.#view = new PaneView(name, title);
    const { parts } = this.#view;
    this.#tabs = new ViewTabs(this.element, name, view => this.#choose(view));
    this.#list = new FrameList(parts);
    this.#sent = new SentList(parts.get('sent'));
    this.#stateView = new StateView(parts, (change, label, onConflict) => this.#change(change, label, onConflict));
    this.#assistantView = new AssistantView(parts, {
      ask: question => this.#ask(question),
      cancel: id => void this.#send('assistant_cancel', { run_id: id }, 'cancel'),
    });
    this.#view.on('connect', () => this.#want(true));
    this.#view.on('disconnect', () => this.#want(false));
    this.#view.on('drop', () => this.#drop());
    this.#view.on('forget', () => this.#startOver());
    this.#view.onSend(content => void this.#send('chat_message', { content, from: name }, content));
  }

  get element(): HTMLElement {
    return this.#view.element;
  }

  /** Becomes a tab of this user, with what this browser tab kept of it. */
  open(user: string): void {
    this.#user = user;
    this.#record = new PaneRecord(user, this.#name, () => this.#saveSoon());
    const { wanted = true, view = this.#chosen, checked, runs, rows = [] } = this.#record.kept;
    this.#isWanted = wanted;
    this.#isConnected = false;
    this.#chosen = view;
    this.#checker = new SeqChecker(checked);
    this.#head = this.#checker.lastSeq;
    this.#replayTo = 0;
    this.#tabs.show(view);
    this.#view.clear();
    this.#list.replace(rows);
    this.#sent.clear();
    this.#stateView.clear();
    this.#replaceRuns(runs);
    this.#view.showState('idle', 'Not connected');
    this.#show();
    this.#session = new PaneSession(user, this.#record, this, wanted);
    if (this.#isOffline) this.#session.setOffline(true);
  }

  /** Leaves the user; what was shown is kept for the next time. */
  close(): void {
    this.#session?.end();
    this.#save();
  }

  /** The page's network is gone, or is back. */
  setOffline(isOffline: boolean): void {
    this.#isOffline = isOffline;
    this.#session?.setOffline(isOffline);
  }

  /** The page goes, and may come back. Until then all is written down at once: there may be no later. */
  leave(isLeaving: boolean): void {
    this.#isLeaving = isLeaving;
    if (isLeaving) this.#save();
  }

  established(facts: Established): void {
    const { resumed, reset_reason: reason, replay_from: from, replay_to: to, head_seq: head } = facts;
    this.#begunAt = from === null ? head : from - 1;
    if (!resumed && reason === null) this.#checker.begin(this.#begunAt);
    const outcome = resumed ? 'resumed' : reason ? 'reset' : 'new';
    this.#head = head;
    this.#replayTo = to ?? 0;
    this.#note('connected', this.#view.showOutcome(outcome, facts));
  }

  connection(connection: Connection): void {
    const wasConnected = this.#isConnected;
    this.#isConnected = connection.state === 'connected';
    this.#sent.connected(this.#isConnected);
    switch (connection.state) {
      case 'connecting': return this.#view.showState('connecting', 'Connecting');
      case 'connected': return this.#show();
      case 'waiting':
        if (wasConnected) this.#note('disconnected', why(connection));
        return this.#view.showWaiting(why(connection), connection.in_ms);
      case 'closed':
        this.#note('closed', why(connection));
        return this.#view.showState('closed', `Closed ${why(connection)}`, String(connection.code ?? ''));
      case 'disconnected':
        this.#note('disconnected', 'by you');
        return this.#view.showState('closed', 'Disconnected', '1000');
    }
  }

  message(message: MessageOf<Received>): void {
    const { seq, expedited = false, timestamp } = message;
    if (seq !== undefined) this.#missing(this.#checker.message(seq, expedited), timestamp);
    this.#list.add(rowOf(message));
    this.#takeRun(message);
    this.#moved();
  }

  // A change of the state has its place in the run of messages, and its line in the list.
  frame(frame: WireFrame): void {
    if (frame.type === 'reconnect') return this.#note(frame.type, JSON.stringify(frame.payload));
    if (frame.seq === undefined || this.#checker.has(frame.seq)) return;
    this.#missing(this.#checker.pass(frame.seq, frame.seq), frame.timestamp);
    this.#list.add(rowOf(frame));
    this.#moved();
  }

  skipped({ from, to, reason }: { from: number; to: number; reason: string }): void {
    this.#missing(this.#checker.pass(from, to));
    const kind = reason === 'gap' ? 'gap' : 'skipped';
    this.#list.add({ kind, type: kind, at: Date.now(), text: `${from}..${to} will not come: ${reason}` });
    this.#moved();
  }

  reset({ reason, from, to }: { reason: ResetReason; from: number | null; to: number | null }): void {
    if (from !== null && to !== null) {
      this.#checker.pass(from, to);
      this.#view.showReset(reason, `The server could not resume (${reason}). Messages ${from}..${to} are lost.`);
    } else {
      this.#checker.begin(this.#begunAt);
      this.#list.replace([]);
      this.#replaceRuns();
      this.#view.showReset(reason, `The server could not resume (${reason}). The list was cleared; what is retained follows.`);
    }

    this.#moved();
  }

  failed({ code, message, ref }: { code: string; message: string; ref: string | null }): void {
    // Of this one the state of the connection tells, as often as it is tried again.
    if (code === 'token_failed') return;
    if (ref) this.#refused(ref, message);
    this.#list.add({ kind: 'error', type: code, at: Date.now(), text: message });
    this.#saveSoon();
  }

  state(state: DemoState, version: number): void {
    this.#stateView.show(state, version);
    this.#assistantView.showProgress(state.assistant);
  }

  #want(isWanted: boolean): void {
    this.#isWanted = isWanted;
    this.#saveSoon();
    if (isWanted) this.#session?.connect();
    else this.#session?.disconnect();
  }

  #drop(): void {
    if (!this.#session?.drop(OUTAGE_MS)) this.#view.announce('There is no connection to drop');
  }

  // As a browser tab that is opened for the first time.
  #startOver(): void {
    this.#session?.end();
    this.#record?.clear();
    this.open(this.#user);
  }

  #choose(view: string): void {
    this.#chosen = view;
    if (view === 'frames') this.#list.shown();
    if (view === 'assistant') this.#assistantView.shown();
    this.#saveSoon();
  }

  // The question's id names the run, so that every tab knows it by the same name.
  #ask(question: string): void {
    const id = randomId();
    this.#assistantView.change(this.#assistant.asked(id, question));
    void this.#send('assistant_ask', { question }, `ask: ${question}`, id);
  }

  async #send<T extends keyof Sent>(type: T, payload: Sent[T], label: string, id = randomId()): Promise<void> {
    try {
      await this.#follow(label, session => session.client.send(type, payload, id));
    } catch (error) {
      const { code, message } = reasonOf(error);
      this.failed({ code, message, ref: id });
    }
  }

  async #change(change: Change, label: string, onConflict: (conflict: Conflict<DemoState>) => null): Promise<Accepted> {
    return this.#follow(label, ({ client: { state } }) => {
      if ('patch' in change) return state.patch(change.patch as Partial<DemoState>, { onConflict });
      return 'updates' in change ? state.set(change.updates, { onConflict }) : state.apply(change.ops, { onConflict });
    });
  }

  /** Shows what becomes of something that is sent. */
  async #follow(label: string, send: (session: PaneSession) => Promise<Accepted>): Promise<Accepted> {
    if (!this.#session) throw new NetraError('closed', 'There is no session.');
    const settle = this.#sent.add(label);
    try {
      const accepted = await send(this.#session);
      settle('accepted', [accepted.seq ? `seq ${accepted.seq}` : '', accepted.duplicate ? 'the server had it already' : ''].filter(Boolean).join(', '));
      return accepted;
    } catch (error) {
      settle('refused', reasonOf(error).code);
      throw error;
    }
  }

  #takeRun(message: MessageOf<Received>): void {
    switch (message.type) {
      case 'agent_started':
        this.#assistantView.change(this.#assistant.started(message.payload));
        return this.#view.announce('The assistant begins to answer');
      case 'agent_thinking': return this.#assistantView.change(this.#assistant.thinking(message.payload));
      case 'partial_result': return this.#assistantView.change(this.#assistant.piece(message.payload));
      case 'agent_completed': {
        const run = this.#assistant.completed(message.payload);
        this.#assistantView.change(run);
        return this.#view.announce(`The answer is ${run.status}`);
      }
    }
  }

  #refused(id: string, why: string): void {
    const run = this.#assistant.refused(id, why);
    if (run) this.#assistantView.change(run);
  }

  #replaceRuns(runs?: Run[]): void {
    this.#assistant = new AssistantModel(runs);
    this.#assistantView.replace(this.#assistant.runs);
  }

  #missing(missing: Missing | null, at = Date.now()): void {
    if (missing) this.#list.add({ kind: 'gap', type: 'gap', at, text: `${missing.count} missing in ${missing.from}..${missing.to}` });
  }

  #note(type: string, text: string): void {
    this.#list.add({ kind: 'note', type, at: Date.now(), text });
  }

  #moved(): void {
    this.#head = Math.max(this.#head, this.#checker.lastSeq);
    this.#showTimer ??= setTimeout(() => this.#show(), SHOW_EVERY_MS);
    this.#saveSoon();
  }

  #show(): void {
    clearTimeout(this.#showTimer);
    this.#showTimer = undefined;
    this.#view.showCounts(this.#checker, this.#head);
    if (!this.#isConnected) return;
    if (this.#checker.lastSeq < this.#replayTo) this.#view.showState('replaying', `Replaying to ${this.#replayTo}`);
    else this.#view.showState('connected', 'Connected');
  }

  #saveSoon(): void {
    if (this.#isLeaving) this.#save();
    else this.#saveTimer ??= setTimeout(() => this.#save(), SAVE_EVERY_MS);
  }

  #save(): void {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = undefined;
    this.#record?.save({
      wanted: this.#isWanted, view: this.#chosen, checked: this.#checker.toJSON(), runs: this.#assistant.runs, rows: this.#list.rows,
    });
  }
}

function why({ code, reason }: { code: number | null; reason: string }): string {
  const text = REASONS[reason] ?? (reason || (REASONS[String(code)] ?? ''));
  return [code === null ? '' : String(code), text].filter(part => part !== '').join(': ');
}

function reasonOf(error: unknown): { code: string; message: string } {
  return error instanceof NetraError ? error : { code: 'failed', message: String(error) };
}
