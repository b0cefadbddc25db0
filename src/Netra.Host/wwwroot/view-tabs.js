// The views of a pane as tabs: arrow keys move between them, only the chosen one is a stop of the Tab key.

export class ViewTabs {
  #tabs;
  #panels;
  #changed;

  /** @param {HTMLElement} root @param {string} prefix of the elements' ids @param {(view: string) => void} changed */
  constructor(root, prefix, changed) {
    this.#changed = changed;
    this.#tabs = [...root.querySelectorAll('[role=tab]')];
    this.#panels = [...root.querySelectorAll('[role=tabpanel]')];
    for (const [i, tab] of this.#tabs.entries()) {
      const panel = this.#panels[i];
      tab.id = `${prefix}-tab-${tab.dataset.view}`;
      panel.id = `${prefix}-view-${tab.dataset.view}`;
      tab.setAttribute('aria-controls', panel.id);
      panel.setAttribute('aria-labelledby', tab.id);
      tab.addEventListener('click', () => this.#choose(i));
      tab.addEventListener('keydown', event => this.#key(event, i));
    }
  }

  /** Shows a view; one that there is not is the first. */
  show(view) {
    const chosen = Math.max(0, this.#tabs.findIndex(tab => tab.dataset.view === view));
    for (const [i, tab] of this.#tabs.entries()) {
      tab.setAttribute('aria-selected', String(i === chosen));
      tab.tabIndex = i === chosen ? 0 : -1;
      this.#panels[i].hidden = i !== chosen;
    }
  }

  #choose(i) {
    this.show(this.#tabs[i].dataset.view);
    this.#changed(this.#tabs[i].dataset.view);
  }

  #key(event, i) {
    const last = this.#tabs.length - 1;
    const next = { ArrowRight: i === last ? 0 : i + 1, ArrowLeft: i === 0 ? last : i - 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.#choose(next);
    this.#tabs[next].focus();
  }
}
