import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publish, record, until } from '../tools/host.js';

const note = (n: number, more: object = {}): object => ({ type: 'note', payload: { from: 's', n }, ...more });
const notes = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, index) => `s ${from + index}`);

test('replay_WithImportantMessages_BringsThemFirstAndEachOnce', async context => {
  const user = `replay-${Date.now()}`;
  const { client, told } = record(user, { clientId: 'a' });
  context.after(() => client.disconnect());
  await publish(user, [note(1)]);
  await until('the first has come', () => told.length === 1);
  client.disconnect();
  await publish(user, [note(2), note(3, { priority: 'high' }), note(4), note(5, { priority: 'critical' }), note(6)]);
  client.connect();
  await until('all have come', () => told.length === 6);
  client.disconnect();
  client.connect();
  await publish(user, [note(7)]);
  await until('the last has come', () => told.includes('s 7'));
  assert.deepEqual(told, ['s 1', 's 3', 's 5', 's 2', 's 4', 's 6', 's 7']);
});

test('replay_OverWhatHasExpired_TellsTheHole', async context => {
  const user = `expired-${Date.now()}`;
  const { client, told } = record(user, { clientId: 'a' });
  context.after(() => client.disconnect());
  await publish(user, [note(1)]);
  await until('the first has come', () => told.length === 1);
  client.disconnect();
  await publish(user, [note(2, { ttl_ms: 1 }), note(3, { ttl_ms: 1 }), note(4)]);
  const end = Date.now() + 50;
  await until('they have expired', () => Date.now() > end);
  client.connect();
  await until('all have come', () => told.includes('s 4'));
  assert.deepEqual(told, ['s 1', 'skipped {"from":2,"to":3,"reason":"expired"}', 's 4']);
});

test('live_MoreThanASlowApplicationTakes_IsBroughtLaterInOrder', async context => {
  const user = `slow-${Date.now()}`;
  const { client, told } = record(user, { clientId: 'a', numbers: { max_pending: 8 } }, undefined, () => 2);
  context.after(() => client.disconnect());
  for (let n = 1; n <= 200; n += 50) await publish(user, Array.from({ length: 50 }, (_, index) => note(n + index)));
  await until('all have come', () => told.length >= 200);
  assert.deepEqual(told, notes(1, 200));
});
