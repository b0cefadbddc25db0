import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { connect, NetraError, type ConnectOptions, type NetraClient } from '../../src/index.js';
import { FakeSocket } from '../tools/fake-socket.js';

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

test('connect_WhereNoSocketMayBeOpened_IsToldAndWaits', async () => {
  class Forbidden extends FakeSocket {
    constructor(url: string) {
      super(url);
      throw new Error('not here');
    }
  }
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
