import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Connection } from '../../src/index.js';
import { publish, record, until } from '../tools/host.js';

const CONNECTIONS = 5;
const MESSAGES = 1_000;

test('connect_OverTheLimitOfConnections_WaitsAndComesInWhenOneLeaves', async context => {
  const user = `limits-${Date.now()}`;
  const tabs = Array.from({ length: CONNECTIONS }, (_, index) => record(user, { clientId: `tab-${index}` }));
  context.after(() => tabs.forEach(({ client }) => client.disconnect()));
  await until('all are connected', () => tabs.every(({ client }) => client.connection.state === 'connected'));
  const late = record(user, { clientId: 'late' });
  context.after(() => late.client.disconnect());
  const connections: Connection[] = [];
  late.client.watch('connection', connection => connections.push(connection));
  await until('the late one waits', () => late.client.connection.state === 'waiting');
  tabs[0]?.client.disconnect();
  await until('the late one is connected', () => late.client.connection.state === 'connected');
  const waiting = connections.filter(connection => connection.state === 'waiting');
  assert.deepEqual(waiting.map(({ code, reason }) => [code, reason]), [[4429, 'connection_limit']]);
  assert.ok((waiting[0]?.in_ms ?? 0) >= 5_000);
});

test('connect_WithANameThatAnotherTakes_IsClosedAndDoesNotFightForIt', async context => {
  const user = `names-${Date.now()}`;
  const first = record(user, { clientId: 'tab' });
  context.after(() => first.client.disconnect());
  await until('the first is connected', () => first.client.connection.state === 'connected');
  const second = record(user, { clientId: 'tab' });
  context.after(() => second.client.disconnect());
  await until('the first is closed', () => first.client.connection.state === 'closed');
  await publish(user, [{ type: 'note', payload: { from: 's', n: 1 } }]);
  await until('the second has the message', () => second.told.length === 1);
  const { connection } = first.client;
  assert.deepEqual([connection.state === 'closed' && connection.code, first.told], [4409, []]);
});

test('send_ManyTimesWhatTheServerTakesInASecond_KeepsTheConnection', async context => {
  const { client } = record(`pace-${Date.now()}`, { clientId: 'tab' });
  context.after(() => client.disconnect());
  const states: string[] = [];
  client.watch('connection', ({ state }) => states.push(state));
  const sending = Array.from({ length: MESSAGES }, (_, index) => client.send('note', { from: 'a', n: index + 1 }));
  const seqs = (await Promise.all(sending)).map(({ seq }) => seq);
  assert.deepEqual(seqs, Array.from({ length: MESSAGES }, (_, index) => index + 1));
  assert.deepEqual(states, ['connecting', 'connected']);
});
