import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { connect, NetraError, type ConnectOptions, type NetraClient } from '../../src/index.js';
import { FakeSocket } from '../tools/fake-socket.js';
import { REPOSITORY } from '../tools/repository.js';

class MemoryStore {
  readonly items = new Map<string, string>();

  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
}

const clients: NetraClient[] = [];

beforeEach(() => {
  FakeSocket.opened = [];
});

afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
});

function open(options: Partial<ConnectOptions> = {}): NetraClient {
  const client = connect({ url: 'http://localhost/ws', token: 't', webSocket: FakeSocket, ...options });
  clients.push(client);
  return client;
}

/** Lets everything run that is not waiting for a timer. */
const turns = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

async function connected(options: Partial<ConnectOptions> = {}): Promise<NetraClient> {
  const client = open(options);
  await turns();
  FakeSocket.last.establish();
  return client;
}

test('connect_ByAnHttpAddress_OpensAWebSocketWithTheQuery', async () => {
  const client = await connected({ clientId: 'tab-1' });
  const { url } = FakeSocket.last;
  assert.deepEqual([url.protocol, url.pathname, Object.fromEntries(url.searchParams)],
    ['ws:', '/ws', { token: 't', client_id: 'tab-1', reject: 'close', start: 'unread' }]);
  client.disconnect();
});

test('on_SlowHandler_GetsMessagesOneAtATimeAndAcknowledgesBehindThem', async () => {
  const client = await connected({ numbers: { ack_every: 1 } });
  const log: string[] = [];
  let release = (): void => undefined;
  client.on('note', async message => {
    log.push(`begin ${message.seq}`);
    await new Promise<void>(resolve => { release = resolve; });
    log.push(`end ${message.seq}`);
  });
  FakeSocket.last.frame('note', {}, { seq: 1 });
  FakeSocket.last.frame('note', {}, { seq: 2 });
  await turns();
  assert.deepEqual([log, FakeSocket.last.sent], [['begin 1'], []]);
  release();
  await turns();
  assert.deepEqual([log, FakeSocket.last.sent], [['begin 1', 'end 1', 'begin 2'], [{ type: 'ack', payload: { seq: 1 } }]]);
});

test('on_HandlerThatThrows_IsToldAndTheNextMessageComes', async () => {
  const client = await connected();
  const failures: unknown[] = [];
  const seen: (number | undefined)[] = [];
  client.watch('error', error => failures.push([error.code, error.cause]));
  const cause = new Error('no');
  client.on('note', message => {
    seen.push(message.seq);
    if (message.seq === 1) throw cause;
  });
  FakeSocket.last.frame('note', {}, { seq: 1 });
  FakeSocket.last.frame('note', {}, { seq: 2 });
  assert.deepEqual([failures, seen], [[['listener_failed', cause]], [1, 2]]);
});

test('asyncIterator_LoopBody_IsTheHandler', async () => {
  const client = await connected({ numbers: { ack_every: 1 } });
  const stream = client[Symbol.asyncIterator]();
  FakeSocket.last.frame('a', {}, { seq: 1 });
  FakeSocket.last.frame('b', {}, { seq: 2 });
  assert.equal((await stream.next()).value?.type, 'a');
  await turns();
  assert.deepEqual(FakeSocket.last.sent, []);
  assert.equal((await stream.next()).value?.type, 'b');
  assert.deepEqual(FakeSocket.last.sent, [{ type: 'ack', payload: { seq: 1 } }]);
  client.disconnect();
  assert.deepEqual(await stream.next(), { value: undefined, done: true });
});

test('asyncIterator_ClosedForGood_Throws', async () => {
  const client = await connected();
  const stream = client[Symbol.asyncIterator]();
  const next = stream.next();
  FakeSocket.last.end(4409);
  await assert.rejects(next, (error: NetraError) => error.code === 'closed');
});

test('send_AnsweredOrRefused_SettlesThePromise', async () => {
  const client = await connected();
  const accepted = client.send('note', { n: 1 }, 'a');
  const refused = client.send('note', { n: 2 }, 'b');
  assert.deepEqual(FakeSocket.last.sent.map(frame => frame.id), ['a']);
  FakeSocket.last.frame('ack', { id: 'a', duplicate: false, seq: 7 }, { id: 'a' });
  FakeSocket.last.frame('error', { code: 'unknown_type', message: 'no', ref: 'b', retry_after_ms: null }, { id: 'b' });
  assert.deepEqual(await accepted, { id: 'a', duplicate: false, seq: 7 });
  await assert.rejects(refused, (error: NetraError) => error.code === 'unknown_type');
});

test('send_FromAHandler_ComesBehindWhatTheFrameCaused', async () => {
  const client = await connected({ numbers: { ack_every: 1 } });
  client.on('note', () => void client.send('answer', {}, 'a'));
  FakeSocket.last.frame('note', {}, { seq: 1 });
  assert.deepEqual(FakeSocket.last.sent.map(frame => frame.type), ['answer', 'ack']);
});

test('send_SameIdWhileOnItsWay_IsRejected', async () => {
  const client = await connected();
  void client.send('note', {}, 'a').catch(() => undefined);
  await assert.rejects(client.send('note', {}, 'a'), (error: NetraError) => error.code === 'invalid_id');
});

test('state_Changes_AreToldAndConflictsAreAsked', async () => {
  const client = await connected();
  const values: unknown[] = [];
  client.state.onChange((value, version) => values.push([version, value]));
  FakeSocket.last.frame('state_snapshot', { version: 3, state: { n: 1 } });
  const changed = client.state.patch({ n: 2 }, { onConflict: ({ state }) => ({ patch: { n: Number(state['n']) + 1 } }) });
  const first = FakeSocket.last.sent.at(-1);
  FakeSocket.last.frame('version_conflict', { client_version: 3, server_version: 4, state: { n: 8 } }, { id: first?.id });
  await turns();
  const second = FakeSocket.last.sent.at(-1);
  assert.deepEqual([first?.payload, second?.payload, second?.id], [{ version: 3, patch: { n: 2 } }, { version: 4, patch: { n: 9 } }, first?.id]);
  FakeSocket.last.frame('state_updated', { version: 5, patch: { n: 9 } }, { id: first?.id, seq: 1 });
  assert.equal((await changed).seq, 1);
  assert.deepEqual(values, [[3, { n: 1 }], [4, { n: 8 }], [5, { n: 9 }]]);
});

test('connect_AfterAReload_GoesOnAndSendsWhatWaited', async () => {
  const storage = new MemoryStore();
  const first = await connected({ user: 'alice', storage });
  first.on('note', () => undefined);
  FakeSocket.last.frame('note', {}, { seq: 1 });
  void first.send('note', { n: 1 }, 'a');
  first.disconnect();
  const name = FakeSocket.last.url.searchParams.get('client_id');

  await connected({ user: 'alice', storage });
  const query = FakeSocket.last.url.searchParams;
  assert.deepEqual([query.get('client_id'), query.get('last_seq'), query.get('epoch')], [name, '1', 'e1']);
  assert.deepEqual(FakeSocket.last.sent.map(frame => frame.id), ['a']);
  assert.ok(![...storage.items.values()].some(value => value.includes('token')));
});

test('connect_WithoutAUser_KeepsNothing', async () => {
  const storage = new MemoryStore();
  const client = await connected({ storage });
  FakeSocket.last.frame('note', {}, { seq: 1 });
  client.disconnect();
  assert.equal(storage.items.size, 0);
});

test('connect_StorageThatFails_IsToldAndTheMessageComes', async () => {
  const broken = { getItem: () => null, setItem: () => { throw new Error('full'); } };
  const client = open({ user: 'alice', storage: broken });
  const codes: string[] = [];
  let seen = 0;
  client.watch('error', error => codes.push(error.code));
  client.on('note', () => { seen += 1; });
  await turns();
  FakeSocket.last.establish();
  FakeSocket.last.frame('note', {}, { seq: 1 });
  assert.equal(seen, 1);
  assert.deepEqual([...new Set(codes)], ['storage_failed']);
});

test('skippedAndReset_AreToldInTheirPlace', async () => {
  const client = await connected();
  const log: unknown[] = [];
  client.on('note', async message => void log.push(message.seq));
  client.watch('skipped', skipped => log.push(skipped));
  FakeSocket.last.frame('note', {}, { seq: 1 });
  FakeSocket.last.frame('skipped', { from: 2, to: 3, reason: 'expired' });
  FakeSocket.last.frame('note', {}, { seq: 4 });
  await turns();
  assert.deepEqual(log, [1, { from: 2, to: 3, reason: 'expired' }, 4]);
});

test('token_ProviderThatThrows_IsToldAndAskedAgain', async () => {
  const reasons: string[] = [];
  const errors: string[] = [];
  const client = open({
    numbers: { first_delay_ms: 1 },
    token: reason => {
      reasons.push(reason);
      if (reasons.length === 1) throw new Error('no network');
      return 't2';
    },
  });
  client.watch('error', error => errors.push(error.code));
  await new Promise<void>(resolve => client.watch('connection', ({ state }) => {
    if (state === 'connected') resolve();
    else setTimeout(() => FakeSocket.opened.at(-1)?.establish());
  }));
  assert.deepEqual([reasons, errors], [['connect', 'connect'], ['token_failed']]);
});

test('token_ThatIsFixedAndRefused_ClosesForGood', async () => {
  const client = open({ token: 't', numbers: { first_delay_ms: 1 } });
  await turns();
  FakeSocket.last.end(4401, 'token_expired');
  await new Promise<void>(resolve => client.watch('connection', ({ state }) => { if (state === 'closed') resolve(); }));
  assert.deepEqual(client.connection, { state: 'closed', code: null, reason: 'no_token' });
});

test('connect_WhereNoSocketMayBeOpened_IsToldAndWaits', async context => {
  class Forbidden extends FakeSocket {
    constructor(url: string) {
      super(url);
      throw new Error('not here');
    }
  }
  // Not so short a wait, drawn by chance, that it is over before the test has looked.
  context.mock.method(Math, 'random', () => 0.5);
  const client = open({ webSocket: Forbidden });
  const errors: string[] = [];
  client.watch('error', error => errors.push(`${error.code} ${error.message}`));
  await turns();
  assert.deepEqual([errors, client.connection.state], [['socket_failed Error: not here'], 'waiting']);
});

test('frame_ThatIsNoJson_EndsTheConnection', async () => {
  const client = await connected();
  FakeSocket.last.text('{');
  assert.deepEqual([FakeSocket.last.closedWith, client.connection.state], [4400, 'waiting']);
});

const RESERVED_TYPES = [...readFileSync(join(REPOSITORY, 'src/Netra.Protocol/Frames/FrameTypes.cs'), 'utf8').matchAll(/const string \w+ = "(\w+)"/g)].map(match => match[1] ?? '');

const codeOf = (sending: Promise<unknown>): Promise<string> => sending.then(() => 'accepted', (error: NetraError) => error.code);

test('send_NamesThatTheServerRefuses_AreRejectedAtOnce', async () => {
  const client = open();
  assert.equal(RESERVED_TYPES.length, 20);
  for (const type of RESERVED_TYPES) assert.equal(await codeOf(client.send(type, {})), 'reserved_type', type);
  for (const type of ['', 'x'.repeat(65), 'half \ud800']) assert.equal(await codeOf(client.send(type, {})), 'invalid_type', type);
  for (const id of ['', 'x'.repeat(129), 'half \udc00', 'netra:auth']) assert.equal(await codeOf(client.send('note', {}, id)), 'invalid_id', id);
  await turns();
  FakeSocket.last.establish();
  void client.send('😀'.repeat(32), {}, '😀'.repeat(64)).catch(() => undefined);
  assert.deepEqual(FakeSocket.last.sent.map(frame => frame.type), ['😀'.repeat(32)]);
});

test('send_PayloadThatCanNotBeSaid_IsRejectedAndTheNextIsSent', async () => {
  const client = await connected();
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  for (const payload of [{ big: 1n }, circle, [], 'text', () => undefined]) assert.equal(await codeOf(client.send('note', payload as never)), 'invalid_payload');
  assert.equal(await codeOf(client.state.patch({ big: 1n } as never)), 'invalid_payload');
  void client.send('note', { n: 1 }, 'a').catch(() => undefined);
  assert.deepEqual(FakeSocket.last.sent.map(frame => frame.id), ['a']);
});

test('send_PayloadThatChangesLater_GoesOutAsItWas', async () => {
  const client = open();
  const payload = { n: 1, at: new Date(0) as unknown as string };
  void client.send('note', payload, 'a').catch(() => undefined);
  payload.n = 2;
  await turns();
  FakeSocket.last.establish();
  assert.deepEqual(FakeSocket.last.sent[0]?.payload, { n: 1, at: '1970-01-01T00:00:00.000Z' });
});

test('socket_SendThatThrows_IsToldAndNothingBehindItIsLost', async () => {
  class Broken extends FakeSocket {
    override send(): void {
      throw new Error('no');
    }
  }
  const storage = new MemoryStore();
  const client = open({ webSocket: Broken, user: 'alice', storage, numbers: { ack_every: 1 } });
  const told: string[] = [];
  client.watch('error', error => told.push(`${error.code} ${error.message}`));
  await turns();
  FakeSocket.last.establish();
  FakeSocket.last.frame('ping');
  FakeSocket.last.frame('note', {}, { seq: 1 });
  assert.deepEqual(told, ['fault Error: no', 'fault Error: no']);
  assert.deepEqual(JSON.parse(storage.items.get('netra.http://localhost/ws.alice..position') ?? ''), { user_id: 'alice', epoch: 'e1', last_seq: 1, early: [] });
});

test('frame_ThatBreaksTheProtocol_EndsTheConnectionAndTheClientLives', async () => {
  const client = await connected();
  const told: string[] = [];
  client.watch('error', error => told.push(error.code));
  FakeSocket.last.text('{"type":"ack","payload":null}');
  assert.deepEqual([FakeSocket.last.closedWith, client.connection.state], [null, 'connected']);
  FakeSocket.last.text('{"type":"state_updated","seq":1,"payload":{"version":1}}');
  FakeSocket.last.text('{"type":"error","payload":{"code":5,"ref":5}}');
  assert.deepEqual([told, FakeSocket.last.closedWith, client.connection.state], [['fault'], 4400, 'waiting']);
});

test('disconnect_ClientThatAnotherFollows_WritesNoMore', async () => {
  const storage = new MemoryStore();
  const position = (): number => (JSON.parse(storage.items.get('netra.http://localhost/ws.alice..position') ?? '') as { last_seq: number }).last_seq;
  const first = await connected({ user: 'alice', storage });
  const releases: (() => void)[] = [];
  first.on('note', () => new Promise<void>(resolve => { releases.push(resolve); }));
  FakeSocket.last.frame('note', {}, { seq: 1 });
  first.disconnect();
  const second = await connected({ user: 'alice', storage });
  FakeSocket.last.frame('note', {}, { seq: 1 });
  FakeSocket.last.frame('note', {}, { seq: 2 });
  assert.equal(position(), 2);
  releases.forEach(release => release());
  await turns();
  assert.equal(position(), 2);
  second.disconnect();
});

test('token_ProviderThatBringsNothing_ClosesForGood', async () => {
  const client = open({ token: (() => undefined) as never });
  await turns();
  assert.deepEqual(client.connection, { state: 'closed', code: null, reason: 'no_token' });
});

test('timer_LongerThanTheSystemTakes_DoesNotFireAtOnce', async context => {
  const client = open();
  await turns();
  const { mock } = context.mock.method(globalThis, 'setTimeout');
  FakeSocket.last.establish({ heartbeat: { interval_ms: 1e12, timeout_ms: 2e12 } });
  const delays = mock.calls.map(({ arguments: [, delay] }) => Number(delay));
  assert.deepEqual(delays, [2e9], 'above 2^31 - 1 it would fire in the next turn, and be set again, without end');
  client.disconnect();
});
