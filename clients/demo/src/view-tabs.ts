/** The views of a pane as tabs: arrow keys move between them, only the chosen one is a stop of the Tab key. */
export class ViewTabs {
  #tabs: HTMLElement[];
  #panels: HTMLElement[];
  #changed: (view: string) => void;

  /** @param prefix of the elements' ids */
  constructor(root: HTMLElement, prefix: string, changed: (view: string) => void) {
    this.#changed = changed;
    this.#tabs = [...root.querySelectorAll<HTMLElement>('[role=tab]')];
    this.#panels = [...root.querySelectorAll<HTMLElement>('[role=tabpanel]')];
    for (const [i, tab] of this.#tabs.entries()) {
      const panel = this.#panels[i];
      if (!panel) throw new Error('A tab of the page has no panel.');
      tab.id = `${prefix}-tab-${viewOf(tab)}`;
      panel.id = `${prefix}-view-${viewOf(tab)}`;
      tab.setAttribute('aria-controls', panel.id);
      panel.setAttribute('aria-labelledby', tab.id);
      tab.addEventListener('click', () => this.#choose(tab));
      tab.addEventListener('keydown', event => this.#key(event, i));
    }
  }

  /** Shows a view; one that there is not is the first. */
  show(view: string): void {
    const chosen = Math.max(0, this.#tabs.findIndex(tab => viewOf(tab) === view));
    for (const [i, tab] of this.#tabs.entries()) {
      tab.setAttribute('aria-selected', String(i === chosen));
      tab.tabIndex = i === chosen ? 0 : -1;
    }

    for (const [i, panel] of this.#panels.entries()) panel.hidden = i !== chosen;
  }

  #choose(tab: HTMLElement): void {
    this.show(viewOf(tab));
    this.#changed(viewOf(tab));
  }

  #key(event: KeyboardEvent, i: number): void {
    const last = this.#tabs.length - 1;
    const steps: Record<string, number> = { ArrowRight: i === last ? 0 : i + 1, ArrowLeft: i === 0 ? last : i - 1, Home: 0, End: last };
    const next = this.#tabs[steps[event.key] ?? -1];
    if (!next) return;
    event.preventDefault();
    this.#choose(next);
    next.focus();
  }
}

function viewOf(tab: HTMLElement): string {
  return tab.dataset['view'] ?? '';
}
