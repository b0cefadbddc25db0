import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Action } from '../../src/core/actions.js';
import { ClientCore } from '../../src/core/client-core.js';
import type { CoreEvent } from '../../src/core/events.js';
import { refused } from '../../src/core/refusals.js';
import type { CoreOptions } from '../../src/core/options.js';
import { readVectors, vectorNames } from '../tools/repository.js';

interface Refused { on: 'refused'; status: number; retry_after_ms: number | null }

interface Case {
  name: string;
  options: CoreOptions;
  random: number[];
  steps: { at: number; event: CoreEvent | Refused; actions: Action[] }[];
}

for (const file of vectorNames('client')) {
  describe(file, () => {
    for (const each of readVectors<{ cases: Case[] }>(file).cases) test(each.name, () => run(each));
  });
}

function run({ options, random, steps }: Case): void {
  const draws = [...random];
  const core = new ClientCore(options, () => {
    const draw = draws.shift();
    assert.notEqual(draw, undefined, 'more draws than the vector has');
    return draw ?? 0;
  });
  steps.forEach(({ at, event, actions }, index) => {
    const done = JSON.parse(JSON.stringify(core.handle(event.on === 'refused' ? refused(event.status, event.retry_after_ms) : event, at))) as Action[];
    assert.deepEqual(done, actions, `step ${index}: ${JSON.stringify(event)}`);
  });
  assert.deepEqual(draws, [], 'draws that nobody took');
}
