// The assistant's runs, put together from their messages: whichever tab sees them, and however often it was away, the same text comes out.

const MAX_RUNS = 10;

/** @typedef {{id: string, question: string, notes: string[], parts: string[], status: 'asked' | 'running' | 'completed' | 'cancelled' | 'refused', detail?: string, tookMs?: number}} Run */

export class AssistantModel {
  /** The newest last. @type {Run[]} */
  runs;

  /** @param {{runs?: Run[]}} kept */
  constructor(kept = {}) {
    this.runs = kept.runs ?? [];
  }

  /** The run that goes on now, if one does. */
  get current() {
    const newest = this.runs.at(-1);
    return newest?.status === 'asked' || newest?.status === 'running' ? newest : null;
  }

  toJSON() {
    return { runs: this.runs };
  }

  /** A question was sent from this tab. Its id names the run. */
  asked(id, question) {
    return Object.assign(this.#run(id), { question, status: 'asked' });
  }

  refused(id, why) {
    const run = this.runs.find(each => each.id === id);
    return run ? Object.assign(run, { status: 'refused', detail: why }) : null;
  }

  /** Takes a durable frame that was not had before. Returns the run that it changed, or null. */
  take({ type, payload }) {
    switch (type) {
      case 'agent_started': return Object.assign(this.#run(payload.run_id), { question: payload.question, status: 'running' });
      case 'agent_thinking': return this.#add(payload.run_id, run => run.notes.push(payload.note));
      case 'partial_result': return this.#add(payload.run_id, run => { run.parts[payload.index] = payload.text; });
      case 'agent_completed': return this.#end(payload);
      default: return null;
    }
  }

  #add(id, change) {
    const run = this.#run(id);
    if (run.status === 'asked') run.status = 'running';
    change(run);
    return run;
  }

  #end({ run_id: id, cancelled, reason, took_ms: tookMs }) {
    const why = cancelled ? { superseded: 'a newer question came', asked: 'it was cancelled' }[reason] ?? 'it was cancelled' : undefined;
    return Object.assign(this.#run(id), { status: cancelled ? 'cancelled' : 'completed', detail: why, tookMs });
  }

  #run(id) {
    let run = this.runs.find(each => each.id === id);
    if (!run) {
      run = { id, question: '', notes: [], parts: [], status: 'asked' };
      this.runs.push(run);
      if (this.runs.length > MAX_RUNS) this.runs.shift();
    }

    return run;
  }
}

/** The answer so far. A piece that did not come, because a limit took it, is marked. */
export function textOf(run) {
  return Array.from(run.parts, part => part ?? '[…] ').join('');
}
