import { textOf, type Run } from './assistant-model.js';
import { copyOf, find } from './dom.js';
import type { Progress } from './messages.js';
import type { Parts } from './parts.js';

const DRAW_EVERY_MS = 40;
const NEAR_THE_END_PX = 40;

/** What the view asks for. */
export interface AssistantActions {
  ask(question: string): void;
  cancel(runId: string): void;
}

/** The assistant's view of a pane: ask, watch the answer come, cancel. */
export class AssistantView {
  #parts: Parts;
  #list: HTMLElement;
  #shown = new Map<string, HTMLElement>();
  #waiting = new Set<Run>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts, { ask, cancel }: AssistantActions) {
    this.#parts = parts;
    this.#list = parts.get('assistant-runs');
    const box = parts.get('assistant-question', HTMLInputElement);
    parts.get('assistant-form').addEventListener('submit', event => {
      event.preventDefault();
      const question = box.value.trim();
      if (!question) return;
      ask(question);
      box.value = '';
    });
    const button = parts.get('assistant-cancel');
    button.addEventListener('click', () => cancel(button.dataset['run'] ?? ''));
  }

  /** Draws everything anew. */
  replace(runs: Run[]): void {
    this.#list.replaceChildren();
    this.#shown.clear();
    this.#waiting = new Set(runs);
    this.#draw();
  }

  /** The view is on the page again after it was hidden. */
  shown(): void {
    this.#list.scrollTop = this.#list.scrollHeight;
  }

  change(run: Run): void {
    this.#waiting.add(run);
    this.#timer ??= setTimeout(() => this.#draw(), DRAW_EVERY_MS);
  }

  /** What the state says of the run that goes on. */
  showProgress(progress: Progress | undefined): void {
    this.#parts.get('assistant-progress').hidden = !progress;
    const bar = this.#parts.get('assistant-bar', HTMLProgressElement);
    bar.max = progress?.chunks_total ?? 1;
    bar.value = progress?.chunks_done ?? 0;
    this.#parts.get('assistant-count').textContent = progress ? `${bar.value} of ${bar.max}: ${progress.status}` : '';
    const button = this.#parts.get('assistant-cancel', HTMLButtonElement);
    button.disabled = progress?.status !== 'running';
    button.dataset['run'] = progress?.run_id ?? '';
  }

  #draw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const isAtEnd = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < NEAR_THE_END_PX;
    for (const run of this.#waiting) this.#drawRun(run);
    this.#waiting.clear();
    this.#parts.get('assistant-empty').hidden = this.#list.childElementCount > 0;
    if (isAtEnd) this.shown();
  }

  #drawRun(run: Run): void {
    let item = this.#shown.get(run.id);
    if (!item) {
      item = copyOf('run-template');
      item.dataset['run'] = run.id;
      this.#shown.set(run.id, item);
      this.#list.append(item);
    }

    item.dataset['status'] = run.status;
    item.setAttribute('aria-busy', String(run.status === 'asked' || run.status === 'running'));
    const texts = { question: run.question, thinking: run.notes.join(' · '), text: textOf(run), meta: meta(run) };
    for (const [name, text] of Object.entries(texts)) find(item, `.${name}`).textContent = text;
  }
}

function meta({ parts, status, detail, tookMs = 0 }: Run): string {
  const chunks = parts.filter(part => part !== null).length;
  switch (status) {
    case 'asked': return 'Asked';
    case 'running': return `Answering, ${chunks} pieces so far`;
    case 'completed': return `Complete: ${chunks} pieces in ${(tookMs / 1000).toFixed(1)} s`;
    case 'cancelled': return `Ended after ${chunks} pieces: ${detail}`;
    case 'refused': return `Refused: ${detail}`;
  }
}
