import type { Received } from './messages.js';

const MAX_RUNS = 10;
/** More pieces than an answer of the assistant has. Anybody may publish a message that names another place. */
const MAX_PARTS = 1_000;
const MAX_NOTES = 100;

const ENDINGS: Record<string, string> = { superseded: 'a newer question came', asked: 'it was cancelled' };

/** A question and what came of it. */
export interface Run {
  id: string;
  question: string;
  notes: string[];
  /** null in the place of a piece that has not come. */
  parts: (string | null)[];
  status: 'asked' | 'running' | 'completed' | 'cancelled' | 'refused';
  detail?: string;
  tookMs?: number;
}

/** The assistant's runs, put together from their messages: whichever tab sees them, and however often it was away, the same text comes out. */
export class AssistantModel {
  /** The newest last. */
  readonly runs: Run[];

  constructor(runs: Run[] = []) {
    this.runs = runs;
  }

  /** A question was sent from this tab. Its id names the run. */
  asked(id: string, question: string): Run {
    return Object.assign(this.#run(id), { question, status: 'asked' as const });
  }

  refused(id: string, why: string): Run | null {
    const run = this.runs.find(each => each.id === id);
    return run ? Object.assign(run, { status: 'refused' as const, detail: why }) : null;
  }

  started({ run_id: id, question }: Received['agent_started']): Run {
    return Object.assign(this.#run(id), { question, status: 'running' as const });
  }

  thinking({ run_id: id, note }: Received['agent_thinking']): Run {
    const run = this.#going(id);
    if (run.notes.length < MAX_NOTES) run.notes.push(note);
    return run;
  }

  piece({ run_id: id, index, text }: Received['partial_result']): Run {
    const run = this.#going(id);
    // The list of messages shows it; here it has no place.
    if (!Number.isInteger(index) || index < 0 || index >= MAX_PARTS) return run;
    while (run.parts.length < index) run.parts.push(null);
    run.parts[index] = text;
    return run;
  }

  completed({ run_id: id, cancelled = false, reason = '', took_ms: tookMs }: Received['agent_completed']): Run {
    const detail = ENDINGS[reason] ?? 'it was cancelled';
    return Object.assign(this.#run(id), cancelled ? { status: 'cancelled' as const, detail, tookMs } : { status: 'completed' as const, tookMs });
  }

  #going(id: string): Run {
    const run = this.#run(id);
    if (run.status === 'asked') run.status = 'running';
    return run;
  }

  #run(id: string): Run {
    const known = this.runs.find(each => each.id === id);
    if (known) return known;
    const run: Run = { id, question: '', notes: [], parts: [], status: 'asked' };
    this.runs.push(run);
    if (this.runs.length > MAX_RUNS) this.runs.shift();
    return run;
  }
}

/** The answer so far. A piece that did not come, because a limit took it, is marked. */
export function textOf(run: Run): string {
  return run.parts.map(part => part ?? '[…] ').join('');
}
