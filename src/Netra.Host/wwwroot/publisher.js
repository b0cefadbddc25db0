// The publisher: an HTTP client of the server API, as a service would be.

import { call, userPath } from './server-api.js';
import { randomId } from './tab-session.js';

const BATCH = 100;

export class Publisher {
  #user = '';
  #run = 0;
  #published;
  #field = name => document.getElementById(`publish-${name}`);

  /** @param {() => void} published called after each answer */
  constructor(published) {
    this.#published = published;
    document.getElementById('publish-form').addEventListener('submit', event => {
      event.preventDefault();
      this.#publish({ ...this.#message(), id: this.#field('id').value || randomId() });
    });
    this.#field('hundred').addEventListener('click', () => {
      this.#publish({ messages: Array.from({ length: BATCH }, (_, index) => this.#message(index + 1)) });
    });
  }

  /** @param {string} user */
  use(user) {
    this.#user = user;
    this.#field('path').textContent = `POST ${this.#path()}`;
  }

  #path() {
    return userPath(this.#user, '/messages');
  }

  // Only what differs from the defaults is said, as a service would do it.
  #message(n) {
    const message = { type: 'note', id: randomId(), payload: { content: this.#field('text').value, n } };
    if (this.#field('priority').value !== 'normal') message.priority = this.#field('priority').value;
    if (this.#field('ttl').value) message.ttl_ms = Number(this.#field('ttl').value);
    if (!this.#field('durable').checked) message.durable = false;
    return message;
  }

  async #publish(body) {
    const run = ++this.#run;
    this.#show(run, '', 'Publishing…');
    try {
      const answer = await call('POST', this.#path(), body);
      this.#show(run, answer.status, answer.ok ? success(answer) : answer.problem);
      this.#published();
    } catch {
      this.#show(run, 0, 'No answer: the server can\'t be reached. The message may or may not have been accepted.');
    }
  }

  // Only the latest call's answer is shown, whichever comes back last.
  #show(run, status, text) {
    if (run !== this.#run) return;
    const answer = this.#field('answer');
    answer.dataset.status = status;
    answer.classList.toggle('bad', status !== '' && status !== 200);
    answer.textContent = text;
  }
}

function success({ body, ms }) {
  const messages = body.messages ?? [body];
  const first = messages[0].seq;
  const last = messages.at(-1).seq;
  if (first === null) return `200 in ${ms} ms: sent to the connections that are there, not stored`;
  const seqs = first === last ? first : `${first}..${last}`;
  return messages[0].duplicate ? `200 in ${ms} ms: duplicate, this id is stored already as seq ${seqs}` : `200 in ${ms} ms: stored as seq ${seqs}`;
}
