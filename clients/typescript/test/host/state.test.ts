import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, type NetraClient } from '../../src/index.js';
import type { JsonObject } from '../../src/core/json.js';
import { hostUrl, tokenOf, until, webSocket } from '../tools/host.js';

interface Counts { [name: string]: number }

const CHANGES = 15;

test('state_ChangedByTwoTabsAtOnce_IsTheSameInBothAndLosesNothing', async context => {
  const user = `state-${Date.now()}`;
  const tabs = ['a', 'b'].map(clientId => connect<Record<string, JsonObject>, Record<string, JsonObject>, Counts>(
    { url: new URL('/ws', hostUrl()), webSocket, clientId, token: () => tokenOf(user) }));
  context.after(() => tabs.forEach(client => client.disconnect()));
  await until('both know it', () => tabs.every(({ state }) => state.version !== null));
  await Promise.all(tabs.map((tab, index) => count(tab, `tab${index}`)));
  const versions = 4 * CHANGES;
  await until('both have all', () => tabs.every(({ state }) => state.version === versions));
  for (const { state } of tabs) assert.deepEqual(state.value, { tab0: CHANGES, tab1: CHANGES, both: 2 * CHANGES });
});

async function count({ state }: NetraClient<Record<string, JsonObject>, Record<string, JsonObject>, Counts>, name: string): Promise<void> {
  for (let each = 1; each <= CHANGES; each += 1) {
    await state.patch({ [name]: each });
    const next = ({ both = 0 }: Counts): { patch: JsonObject } => ({ patch: { both: both + 1 } });
    await state.patch(next(state.value).patch as Counts, { onConflict: conflict => next(conflict.state) });
    // Whoever has just won is ahead for the next round too; a pause lets the other one win.
    await new Promise(resolve => setTimeout(resolve, 20 * Math.random()));
  }
}
