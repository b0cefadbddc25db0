// The state panel of a pane: the document as it changes, and an editor that says which version it was written against.

const NO_ANSWER = 'Sent. It waits for its answer.';

const WAYS = {
  patch: { type: 'state_update', example: { ui_preferences: { theme: 'dark' } } },
  updates: { type: 'partial_state_update', example: { 'ui_preferences.theme': 'light' } },
  ops: { type: 'state_update', example: [{ op: 'add', path: '/notes', value: ['first'] }] },
};

export class StateView {
  #parts;
  #send;
  #version = 0;
  #pending = null;
  // Follows the live version until somebody begins to write: a change is meant for what its writer saw.
  #follows = true;

  /**
   * @param {Record<string, HTMLElement>} parts
   * @param {(frame: {type: string, payload: object}, label: string) => string | null} send the id under which it goes out, null when it can't
   */
  constructor(parts, send) {
    this.#parts = parts;
    this.#send = send;
    this.#showExample();
    parts['state-way'].addEventListener('change', () => this.#showExample());
    parts['state-text-edit'].addEventListener('input', () => { this.#follows = false; });
    parts['state-base'].addEventListener('input', () => { this.#follows = false; });
    parts['state-rebase'].addEventListener('click', () => this.#rebase());
    parts['state-form'].addEventListener('submit', event => {
      event.preventDefault();
      this.#submit();
    });
  }

  /** @param {import('./state-model.js').StateModel} model */
  show({ version, state }) {
    this.#version = version;
    this.#parts['state-version'].textContent = version;
    this.#parts['state-document'].textContent = JSON.stringify(state, null, 2);
    if (this.#follows) this.#parts['state-base'].value = version;
  }

  /** Forgets the editor's last answer: another user, or a new beginning. */
  clear() {
    this.#pending = null;
    this.#follows = true;
    this.#answer('', '');
  }

  /** A frame came that may be the answer to the editor's change. */
  answered({ id, type, payload }) {
    const ref = type === 'error' ? payload.ref ?? id : id ?? payload.id;
    if (!ref || ref !== this.#pending) return;
    this.#pending = null;
    if (type === 'version_conflict') return this.#conflict(payload);
    if (type === 'error') return this.#answer('bad', `Refused: ${payload.code}. ${payload.message}`);
    this.#follows = true;
    this.#parts['state-base'].value = this.#version;
    this.#answer('good', type === 'ack' ? 'The server had this change already.' : `Stored as version ${payload.version}.`);
  }

  #submit() {
    const way = this.#parts['state-way'].value;
    let change;
    try {
      change = JSON.parse(this.#parts['state-text-edit'].value);
    } catch (error) {
      return this.#answer('bad', `That is not JSON: ${error.message}`);
    }

    const version = Number(this.#parts['state-base'].value);
    this.#pending = this.#send({ type: WAYS[way].type, payload: { version, [way]: change } }, `change of state version ${version}`);
    if (this.#pending) this.#answer('', NO_ANSWER);
    else this.#answer('bad', 'Too many messages wait to be sent.');
  }

  #conflict({ client_version: mine, server_version: theirs }) {
    this.#follows = false;
    this.#answer('conflict', `Version conflict: this change was written against version ${mine}, the server has version ${theirs}. Nothing was changed.`);
    Object.assign(this.#parts['state-answer'].dataset, { clientVersion: mine, serverVersion: theirs });
    this.#parts['state-rebase'].hidden = false;
    this.#parts['state-rebase'].textContent = `Write it against version ${theirs}`;
    this.#parts['state-rebase'].dataset.version = theirs;
  }

  #rebase() {
    this.#parts['state-base'].value = Math.max(Number(this.#parts['state-rebase'].dataset.version), this.#version);
    this.#answer('', 'Look at the document above, then send again.');
    this.#parts['state-send'].focus();
  }

  #answer(kind, text) {
    const answer = this.#parts['state-answer'];
    answer.dataset.kind = kind;
    answer.textContent = text;
    delete answer.dataset.clientVersion;
    delete answer.dataset.serverVersion;
    this.#parts['state-rebase'].hidden = true;
  }

  #showExample() {
    this.#parts['state-text-edit'].value = JSON.stringify(WAYS[this.#parts['state-way'].value].example);
  }
}
