// The publisher: an HTTP client of the server API, as a service would be.

import { randomId } from './tab-session.js';

const BATCH = 100;

export class Publisher {
  #user = '';
  #run = 0;
  #field = name => document.getElementById(`publish-${name}`);

  constructor() {
    document.getElementById('publish-form').addEventListener('submit', event => {
      event.preventDefault();
      this.#publish(this.#message());
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
    return `/api/v1/users/${encodeURIComponent(this.#user)}/messages`;
  }

  #message(n) {
    return {
      type: 'note',
      id: randomId(),
      priority: this.#field('priority').value,
      payload: { content: this.#field('text').value, n },
    };
  }

  async #publish(body) {
    const run = ++this.#run;
    const begun = performance.now();
    this.#show(run, '', 'Publishing…');
    try {
      const response = await fetch(this.#path(), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#field('key').value}` },
        body: JSON.stringify(body),
      });
      const answer = await response.json().catch(() => null);
      const ms = Math.round(performance.now() - begun);
      this.#show(run, response.status, response.ok ? success(answer, ms) : problem(response, answer));
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

function success(answer, ms) {
  const stored = answer.messages ?? [answer];
  const first = stored[0].seq;
  const last = stored.at(-1).seq;
  return `200 in ${ms} ms: stored as seq ${first === last ? first : `${first}..${last}`}`;
}

function problem(response, answer) {
  const retry = response.headers.get('retry-after');
  return [
    `${response.status} ${answer?.code ?? ''}`.trim(),
    answer?.detail ?? answer?.title ?? response.statusText,
    retry ? `retry after ${retry} s` : '',
  ].filter(Boolean).join(': ');
}
