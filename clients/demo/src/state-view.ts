import { NetraError, type Change, type Conflict } from '@netra/client';
import type { DemoState } from './messages.js';
import type { Parts } from './parts.js';

const EXAMPLES: Record<string, unknown> = {
  patch: { ui_preferences: { theme: 'dark' } },
  updates: { 'ui_preferences.theme': 'light' },
  ops: [{ op: 'add', path: '/notes', value: ['first'] }],
};

/** Changes the state; resolves when the change is stored. */
export type Changer = (change: Change, label: string, onConflict: (conflict: Conflict<DemoState>) => null) => Promise<{ duplicate: boolean }>;

/** The state's view of a pane: the document as it changes, and an editor that says which version a change was written against. */
export class StateView {
  #parts: Parts;
  #change: Changer;
  #way: HTMLSelectElement;
  #text: HTMLTextAreaElement;
  #base: HTMLInputElement;
  #version: number | null = null;
  #submitted = 0;
  // Follows the live version until somebody begins to write: a change is meant for what its writer saw.
  #follows = true;

  constructor(parts: Parts, change: Changer) {
    this.#parts = parts;
    this.#change = change;
    this.#way = parts.get('state-way', HTMLSelectElement);
    this.#text = parts.get('state-text-edit', HTMLTextAreaElement);
    this.#base = parts.get('state-base', HTMLInputElement);
    this.#showExample();
    this.#way.addEventListener('change', () => this.#showExample());
    for (const box of [this.#text, this.#base]) box.addEventListener('input', () => { this.#follows = false; });
    parts.get('state-rebase').addEventListener('click', () => this.#rebase());
    parts.get('state-form').addEventListener('submit', event => {
      event.preventDefault();
      void this.#submit();
    });
  }

  show(state: DemoState, version: number): void {
    this.#version = version;
    this.#parts.get('state-version').textContent = String(version);
    this.#parts.get('state-document').textContent = JSON.stringify(state, null, 2);
    if (this.#follows) this.#base.value = String(version);
  }

  /** Another user, or a new beginning: nothing is known. */
  clear(): void {
    this.#version = null;
    this.#submitted += 1;
    this.#follows = true;
    this.#parts.get('state-version').textContent = '-';
    this.#parts.get('state-document').textContent = '{}';
    this.#answer('', '');
  }

  async #submit(): Promise<void> {
    this.#submitted += 1;
    const submitted = this.#submitted;
    const answer = (kind: string, text: string): void => {
      if (submitted === this.#submitted) this.#answer(kind, text);
    };
    const base = Number(this.#base.value);
    let change: Change;
    try {
      change = { [this.#way.value]: JSON.parse(this.#text.value) as unknown } as unknown as Change;
    } catch (error) {
      return answer('bad', `That is not JSON: ${String(error)}`);
    }

    // The client sends a change against the version that it knows now; here it is meant for the one that its writer saw.
    if (this.#version !== null && base !== this.#version) return this.#conflict(base, this.#version);
    answer('', 'Sent. It waits for its answer.');
    try {
      const { duplicate } = await this.#change(change, `change of state version ${base}`, ({ version }) => {
        if (submitted === this.#submitted) this.#conflict(base, version);
        return null;
      });
      if (submitted !== this.#submitted) return;
      this.#follows = true;
      this.#base.value = String(this.#version);
      answer('good', duplicate ? 'The server had this change already.' : `Stored as version ${this.#version}.`);
    } catch (error) {
      const { code, message } = error instanceof NetraError ? error : { code: 'failed', message: String(error) };
      if (code !== 'version_conflict') answer('bad', `Refused: ${code}. ${message}`);
    }
  }

  #conflict(mine: number, theirs: number): void {
    this.#follows = false;
    this.#answer('conflict', `Version conflict: this change was written against version ${mine}, the server has version ${theirs}. Nothing was changed.`);
    Object.assign(this.#parts.get('state-answer').dataset, { clientVersion: mine, serverVersion: theirs });
    const button = this.#parts.get('state-rebase');
    button.hidden = false;
    button.textContent = `Write it against version ${theirs}`;
  }

  #rebase(): void {
    this.#base.value = String(this.#version);
    this.#answer('', 'Look at the document above, then send again.');
    this.#parts.get('state-send').focus();
  }

  #answer(kind: string, text: string): void {
    const answer = this.#parts.get('state-answer');
    answer.dataset['kind'] = kind;
    answer.textContent = text;
    delete answer.dataset['clientVersion'];
    delete answer.dataset['serverVersion'];
    this.#parts.get('state-rebase').hidden = true;
  }

  #showExample(): void {
    this.#text.value = JSON.stringify(EXAMPLES[this.#way.value]);
  }
}
