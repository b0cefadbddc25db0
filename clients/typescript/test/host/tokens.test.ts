import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, type Connection } from '../../src/index.js';
import { hostUrl, tokenOf, until, webSocket } from '../tools/host.js';

test('token_ThatExpires_IsRenewedOnTheSameConnection', async context => {
  const user = `tokens-${Date.now()}`;
  const reasons: string[] = [];
  const client = connect({ url: new URL('/ws', hostUrl()), webSocket, token: reason => (reasons.push(reason), tokenOf(user, reason === 'connect' ? 5 : 3600)) });
  context.after(() => client.disconnect());
  const states: string[] = [];
  client.watch('connection', ({ state }) => states.push(state));
  await until('a fresh token was asked for', () => reasons.includes('refresh'));
  const end = Date.now() + 6_000;
  await until('the first token is over', () => Date.now() > end);
  assert.deepEqual([reasons, states], [['connect', 'refresh'], ['connecting', 'connected']]);
  assert.equal((await client.send('note', {})).duplicate, false);
});

test('token_ThatIsNotRenewed_EndsIn4401AndTheNextIsAskedFor', async context => {
  const user = `tokens-${Date.now()}`;
  const reasons: string[] = [];
  const client = connect({
    url: new URL('/ws', hostUrl()), webSocket,
    token: async reason => {
      reasons.push(reason);
      if (reason === 'refresh') throw new Error('no network');
      return tokenOf(user, reason === 'connect' ? 3 : 3600);
    },
  });
  context.after(() => client.disconnect());
  const connections: Connection[] = [];
  client.watch('error', () => undefined);
  client.watch('connection', connection => connections.push(connection));
  await until('connected again', () => connections.filter(({ state }) => state === 'connected').length === 2);
  const waited = connections.find(({ state }) => state === 'waiting');
  assert.deepEqual([reasons.filter(reason => reason !== 'refresh'), waited?.state === 'waiting' && waited.code], [['connect', 'refused'], 4401]);
  assert.deepEqual(connections.at(-1), { state: 'connected', resumed: true });
});

test('token_OfNoUse_IsToldByTheServerAndClosesInTheEnd', async context => {
  const client = connect({ url: new URL('/ws', hostUrl()), webSocket, token: () => 'no.token.atall', numbers: { first_delay_ms: 1 } });
  context.after(() => client.disconnect());
  await until('closed', () => client.connection.state === 'closed');
  assert.deepEqual(client.connection, { state: 'closed', code: 4401, reason: 'token_malformed' });
});
