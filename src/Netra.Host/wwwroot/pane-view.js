// The elements of one pane: its connection and its counts. The views have classes of their own. Text only ever goes in as text, never as markup.

const COUNTDOWN_EVERY_MS = 200;

export class PaneView {
  #shown = '';
  #countdown = 0;

  /** @param {string} name `pane-a`, the beginning of the elements' test ids @param {string} title */
  constructor(name, title) {
    const template = document.getElementById('pane-template');
    this.element = template.content.firstElementChild.cloneNode(true);
    this.element.dataset.testid = name;
    /** @type {Record<string, HTMLElement>} */
    this.parts = {};
    for (const part of this.element.querySelectorAll('[data-part]')) {
      part.dataset.testid = `${name}-${part.dataset.part}`;
      this.parts[part.dataset.part] = part;
    }

    this.parts.title.textContent = title;
    this.parts.title.id = `${name}-title`;
    this.element.setAttribute('aria-labelledby', this.parts.title.id);
    this.parts.scroll.setAttribute('aria-label', `Frames of ${title}`);
    this.parts.views.setAttribute('aria-label', `Views of ${title}`);
    this.parts['assistant-runs'].setAttribute('aria-label', `Answers in ${title}`);
    this.parts['state-document'].setAttribute('aria-label', `State in ${title}`);
    this.parts.sent.setAttribute('aria-label', `Messages sent from ${title}`);
    this.parts['send-label'].textContent = `Message from ${title}`;
  }

  on(part, action) {
    this.parts[part].addEventListener('click', action);
  }

  /** @param {(content: string) => boolean} action false keeps the text in the box */
  onSend(action) {
    const box = this.parts['send-text'];
    this.parts['send-form'].addEventListener('submit', event => {
      event.preventDefault();
      const content = box.value.trim();
      if (content && action(content)) box.value = '';
    });
  }

  showState(name, text, code) {
    clearInterval(this.#countdown);
    this.#setState(name, text, code);
    if (this.#shown !== text) this.announce(text);
    this.#shown = text;
  }

  showWaiting(why, retryAt) {
    this.showState('waiting', `Disconnected ${why}`);
    const tick = () => {
      const seconds = Math.max(0, (retryAt - Date.now()) / 1000).toFixed(1);
      this.#setState('waiting', `Reconnecting in ${seconds} s (${why})`);
    };
    tick();
    this.#countdown = setInterval(tick, COUNTDOWN_EVERY_MS);
  }

  /** For ears: changes of state, not every tick of a countdown. */
  announce(text) {
    this.parts.announce.textContent = text;
  }

  showSession(clientId) {
    this.parts['client-id'].textContent = clientId;
    this.parts['connection-id'].textContent = '-';
    this.parts.epoch.textContent = '-';
    this.parts.resumed.textContent = '-';
    delete this.parts.resumed.dataset.outcome;
    this.parts.reset.hidden = true;
  }

  /** Says how the connection began; the text also goes into the list. */
  showOutcome(outcome, established) {
    const { connection_id: connectionId, epoch, replay_from: from, replay_to: to, reset_reason: reason } = established;
    const range = from === null ? 'nothing to replay' : `${from}..${to}`;
    const text = { resumed: `resumed ${from === null ? '(nothing was missed)' : range}`, new: `new: ${range}`, reset: `reset: ${range}` }[outcome];
    this.parts['connection-id'].textContent = connectionId;
    this.parts.epoch.textContent = epoch;
    Object.assign(this.parts.resumed.dataset, { outcome, resumed: String(established.resumed), from: from ?? '', to: to ?? '' });
    this.parts.resumed.textContent = text;
    this.parts.reset.hidden = outcome !== 'reset';
    if (outcome === 'reset') {
      this.parts.reset.dataset.reason = reason ?? 'unknown';
      this.parts.reset.textContent = `The server could not resume (${reason ?? 'no reason given'}). The list was cleared; what is retained follows.`;
    }

    return text;
  }

  showCounts({ lastSeq, received, repeats, gaps }, head) {
    const counts = { 'last-seq': lastSeq, received, repeats, gaps, head };
    for (const [part, count] of Object.entries(counts)) this.parts[part].textContent = count;
    this.parts.repeats.parentElement.classList.toggle('bad', repeats > 0);
    this.parts.gaps.parentElement.classList.toggle('bad', gaps > 0);
  }

  #setState(name, text, code = '') {
    this.parts.state.dataset.state = name;
    this.parts.state.dataset.code = code;
    this.parts['state-text'].textContent = text;
  }
}
