// The assistant's panel of a pane: ask, watch the answer come, cancel. Text only ever goes in as text.

import { textOf } from './assistant-model.js';

const DRAW_EVERY_MS = 40;

export class AssistantView {
  #parts;
  #shown = new Map();
  #waiting = new Set();
  #timer = 0;

  /**
   * @param {Record<string, HTMLElement>} parts
   * @param {{ask: (question: string) => boolean, cancel: (runId: string) => void}} actions
   */
  constructor(parts, { ask, cancel }) {
    this.#parts = parts;
    parts['assistant-form'].addEventListener('submit', event => {
      event.preventDefault();
      const question = parts['assistant-question'].value.trim();
      if (question && ask(question)) parts['assistant-question'].value = '';
    });
    parts['assistant-cancel'].addEventListener('click', () => cancel(parts['assistant-cancel'].dataset.run));
  }

  /** Draws everything anew. @param {import('./assistant-model.js').Run[]} runs */
  replace(runs) {
    this.#parts['assistant-runs'].replaceChildren();
    this.#shown.clear();
    this.#waiting = new Set(runs);
    this.#draw();
  }

  /** The panel is on the page again after it was hidden. */
  shown() {
    this.#parts['assistant-runs'].scrollTop = this.#parts['assistant-runs'].scrollHeight;
  }

  /** A run changed. @param {import('./assistant-model.js').Run} run */
  change(run) {
    this.#waiting.add(run);
    this.#timer ||= setTimeout(() => this.#draw(), DRAW_EVERY_MS);
  }

  /** What the state says of the run that goes on. @param {object} [assistant] */
  showProgress(assistant) {
    const isRunning = assistant?.status === 'running';
    const { run_id: id, chunks_done: done = 0, chunks_total: total = 1 } = assistant ?? {};
    this.#parts['assistant-progress'].hidden = !assistant;
    this.#parts['assistant-bar'].max = total;
    this.#parts['assistant-bar'].value = done;
    this.#parts['assistant-count'].textContent = assistant ? `${done} of ${total}: ${assistant.status}` : '';
    this.#parts['assistant-cancel'].disabled = !isRunning;
    this.#parts['assistant-cancel'].dataset.run = id ?? '';
  }

  #draw() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const list = this.#parts['assistant-runs'];
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    for (const run of this.#waiting) this.#drawRun(run);
    this.#waiting.clear();
    this.#parts['assistant-empty'].hidden = list.childElementCount > 0;
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  }

  #drawRun(run) {
    let item = this.#shown.get(run.id);
    if (!item) {
      item = document.getElementById('run-template').content.firstElementChild.cloneNode(true);
      item.dataset.run = run.id;
      this.#shown.set(run.id, item);
      this.#parts['assistant-runs'].append(item);
    }

    item.dataset.status = run.status;
    item.setAttribute('aria-busy', String(run.status === 'asked' || run.status === 'running'));
    item.querySelector('.question').textContent = run.question;
    item.querySelector('.thinking').textContent = run.notes.join(' · ');
    item.querySelector('.text').textContent = textOf(run);
    item.querySelector('.meta').textContent = meta(run);
  }
}

function meta(run) {
  const chunks = run.parts.filter(part => part !== undefined && part !== null).length;
  switch (run.status) {
    case 'asked': return 'Asked';
    case 'running': return `Answering, ${chunks} pieces so far`;
    case 'completed': return `Complete: ${chunks} pieces in ${(run.tookMs / 1000).toFixed(1)} s`;
    case 'cancelled': return `Ended after ${chunks} pieces: ${run.detail}`;
    default: return `Refused: ${run.detail}`;
  }
}
