import { TIMERS, type Action, type TimerName } from './actions.js';
import type { ClientFrame } from './frames.js';
import { DEFAULT_NUMBERS, type CoreOptions, type Numbers } from './options.js';

/** What the parts of a core share: the time of the present event, its actions, the timers that run, and chance. */
export class Context {
  readonly numbers: Numbers;
  now = 0;
  connected = false;
  #actions: Action[] = [];
  #timers = new Set<TimerName>();
  #random: () => number;

  constructor(options: CoreOptions, random: () => number) {
    this.numbers = { ...DEFAULT_NUMBERS, ...options.numbers };
    this.#random = random;
  }

  do(action: Action): void {
    this.#actions.push(action);
  }

  send(frame: ClientFrame): void {
    this.do({ do: 'send', frame });
  }

  /** The actions since the last call. */
  take(): Action[] {
    const actions = this.#actions;
    this.#actions = [];
    return actions;
  }

  setTimer(timer: TimerName, inMs: number): void {
    this.#timers.add(timer);
    this.do({ do: 'set_timer', timer, in_ms: inMs });
  }

  /** The timer has fired; false when it was cleared meanwhile. */
  fired(timer: TimerName): boolean {
    return this.#timers.delete(timer);
  }

  runs(timer: TimerName): boolean {
    return this.#timers.has(timer);
  }

  clearTimers(names: readonly TimerName[] = TIMERS): void {
    for (const timer of names) if (this.#timers.delete(timer)) this.do({ do: 'clear_timer', timer });
  }

  /** Full jitter: a delay of chance, up to a limit that doubles with each attempt. */
  jitter(attempt: number): number {
    const { first_delay_ms: first, longest_delay_ms: longest } = this.numbers;
    return Math.floor(this.#random() * Math.min(longest, first * 2 ** attempt));
  }
}
