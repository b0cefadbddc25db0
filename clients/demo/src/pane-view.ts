import { copyOf } from './dom.js';
import type { Established } from './pane-session.js';
import { Parts } from './parts.js';
import type { SeqChecker } from './seq-checker.js';

const COUNTDOWN_EVERY_MS = 200;

const NAMED = ['scroll', 'views', 'assistant-runs', 'state-document', 'sent'];

/** The elements of one pane: its connection and its counts. The views have classes of their own. */
export class PaneView {
  readonly element = copyOf('pane-template');
  readonly parts: Parts;
  #shown = '';
  #countdown: ReturnType<typeof setInterval> | undefined;

  /** @param name `pane-a`, the beginning of the elements' test ids */
  constructor(name: string, title: string) {
    this.element.dataset['testid'] = name;
    this.parts = new Parts(this.element, name);
    const heading = this.parts.get('title');
    heading.textContent = title;
    heading.id = `${name}-title`;
    this.element.setAttribute('aria-labelledby', heading.id);
    for (const part of NAMED) this.parts.get(part).setAttribute('aria-label', `${this.parts.get(part).getAttribute('aria-label')} ${title}`);
    this.parts.get('send-label').textContent = `Message from ${title}`;
  }

  on(part: string, action: () => void): void {
    this.parts.get(part).addEventListener('click', action);
  }

  onSend(action: (content: string) => void): void {
    const box = this.parts.get('send-text', HTMLInputElement);
    this.parts.get('send-form').addEventListener('submit', event => {
      event.preventDefault();
      const content = box.value.trim();
      if (!content) return;
      action(content);
      box.value = '';
    });
  }

  showState(name: string, text: string, code = ''): void {
    clearInterval(this.#countdown);
    this.#setState(name, text, code);
    if (this.#shown !== text) this.announce(text);
    this.#shown = text;
  }

  showWaiting(why: string, inMs: number): void {
    this.showState('waiting', `Disconnected ${why}`);
    const retryAt = Date.now() + inMs;
    const tick = (): void => {
      const seconds = Math.max(0, (retryAt - Date.now()) / 1000).toFixed(1);
      this.#setState('waiting', `Reconnecting in ${seconds} s (${why})`);
    };
    tick();
    this.#countdown = setInterval(tick, COUNTDOWN_EVERY_MS);
  }

  /** For ears: changes of state, not every tick of a countdown. */
  announce(text: string): void {
    this.parts.get('announce').textContent = text;
  }

  /** Another session begins. */
  clear(): void {
    for (const part of ['client-id', 'connection-id', 'epoch', 'resumed']) this.parts.get(part).textContent = '-';
    delete this.parts.get('resumed').dataset['outcome'];
    this.parts.get('reset').hidden = true;
  }

  /** Says how the connection began. Returns the text. */
  showOutcome(outcome: 'new' | 'resumed' | 'reset', facts: Established): string {
    const { replay_from: from, replay_to: to } = facts;
    const range = from === null ? 'nothing to replay' : `${from}..${to}`;
    const text = outcome === 'resumed' ? `resumed ${from === null ? '(nothing was missed)' : range}` : `${outcome}: ${range}`;
    this.parts.get('connection-id').textContent = facts.connection_id;
    this.parts.get('client-id').textContent = facts.client_id;
    this.parts.get('epoch').textContent = facts.epoch;
    const resumed = this.parts.get('resumed');
    Object.assign(resumed.dataset, { outcome, resumed: String(facts.resumed), from: from ?? '', to: to ?? '' });
    resumed.textContent = text;
    if (outcome !== 'reset') this.parts.get('reset').hidden = true;
    return text;
  }

  showReset(reason: string, text: string): void {
    const reset = this.parts.get('reset');
    reset.hidden = false;
    reset.dataset['reason'] = reason;
    reset.textContent = text;
  }

  showCounts({ lastSeq, received, repeats, gaps }: SeqChecker, head: number): void {
    const counts = { 'last-seq': lastSeq, received, repeats, gaps, head };
    for (const [part, count] of Object.entries(counts)) this.parts.get(part).textContent = String(count);
    for (const part of ['repeats', 'gaps']) this.parts.get(part).parentElement?.classList.toggle('bad', this.parts.get(part).textContent !== '0');
  }

  #setState(name: string, text: string, code = ''): void {
    Object.assign(this.parts.get('state').dataset, { state: name, code });
    this.parts.get('state-text').textContent = text;
  }
}
