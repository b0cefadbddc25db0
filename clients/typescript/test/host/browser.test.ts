import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChaosProxy } from '../tools/chaos-proxy.js';
import { hostUrl, record, until } from '../tools/host.js';
import { Page } from '../tools/page.js';

const CHROMIUM = process.env['NETRA_CHROMIUM'];
const SEED = Number(process.env['NETRA_CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const MESSAGES = 60;
const RELOAD_AT = [15, 35];
const BETWEEN_MS = 150;

// What the page has seen lies in the session storage, where the client keeps its position: both are written in one turn.
const script = (url: string, user: string): string => `
import { connect } from '/client.js';
const seen = JSON.parse(sessionStorage.getItem('seen') ?? '[]');
const report = value => fetch('/report', { method: 'POST', body: JSON.stringify(value) });
const client = connect({
  url: ${JSON.stringify(url)}, user: ${JSON.stringify(user)}, start: 'oldest', token: async () => (await fetch('/token')).text(),
  numbers: { longest_delay_ms: 500, connect_timeout_ms: 3000, pong_timeout_ms: 2000 },
});
const tell = text => {
  seen.push(text);
  sessionStorage.setItem('seen', JSON.stringify(seen));
};
client.watch('skipped', skipped => tell('skipped ' + JSON.stringify(skipped)));
client.watch('reset', reset => tell('reset ' + JSON.stringify(reset)));
client.watch('connection', connection => { if (connection.state === 'closed') report({ closed: connection }); });
client.on('note', message => {
  tell('a ' + message.payload.n);
  if (${JSON.stringify(RELOAD_AT)}.includes(message.payload.n)) setTimeout(() => location.reload());
  if (message.payload.n === ${MESSAGES}) report({ seen });
});
client.state.onChange((state, version) => { if (state.asked && !state.answered) client.state.patch({ answered: state.asked + 1 }); });
`;

const skip = CHROMIUM ? false : 'NETRA_CHROMIUM names no browser';

test(`page, seed ${SEED}: over reloads and cut connections each message once and in order`, { skip }, async context => {
  const user = `page-${SEED}-${Date.now()}`;
  const proxy = await ChaosProxy.start(hostUrl(), SEED);
  context.after(() => proxy.stop());
  const sender = record(user, { clientId: 'sender' });
  context.after(() => sender.client.disconnect());
  const { page, close } = await Page.open(CHROMIUM ?? '', user, script(proxy.url, user));
  context.after(close);

  const sent: Promise<unknown>[] = [sender.client.state.patch({ asked: 41 })];
  for (let n = 1; n <= MESSAGES; n += 1) {
    sent.push(sender.client.send('note', { from: 'a', n }));
    await new Promise(resolve => setTimeout(resolve, BETWEEN_MS));
  }

  proxy.calm();
  await Promise.all(sent);
  await until('the page has them all, or has given up', () => page.reports.length > 0);
  const [report] = page.reports as { seen?: string[] }[];
  assert.deepEqual(report?.seen, Array.from({ length: MESSAGES }, (_, index) => `a ${index + 1}`));
  await until('the page has changed the state', () => (sender.client.state.value as { answered?: number }).answered === 42);
  console.log(`${proxy.connections} connections, faults ${JSON.stringify(proxy.done)}`);
});

// A window that a page opens has a copy of its session storage, as a duplicate of a tab has.
const copyScript = (url: string, user: string): string => `
import { connect } from '/client.js';
let reported = Promise.resolve();
const report = value => {
  // One behind the other: two at once could come in another order.
  reported = reported.then(() => fetch('/report', { method: 'POST', body: JSON.stringify({ copy: location.search !== '', ...value }) }));
};
const client = connect({ url: ${JSON.stringify(url)}, user: ${JSON.stringify(user)}, start: 'oldest', token: async () => (await fetch('/token')).text() });
client.watch('connection', ({ state, resumed }) => report({ state, resumed }));
client.on('note', ({ payload }) => {
  report({ n: payload.n });
  // The browser's processes tell each other of what a tab keeps a moment later; the copy gets what is known by then.
  if (payload.n === 1 && location.search === '') setTimeout(() => window.open('/?copy'), 2000);
});
`;

interface CopyReport { copy: boolean; state?: string; resumed?: boolean; n?: number }

test('page_ThatIsDuplicated_LeavesTheFirstItsNameAndGoesOnFromTheSamePlace', { skip }, async context => {
  const user = `copy-${SEED}-${Date.now()}`;
  const sender = record(user, { clientId: 'sender' });
  context.after(() => sender.client.disconnect());
  const { page, close } = await Page.open(CHROMIUM ?? '', user, copyScript(new URL('/ws', hostUrl()).href, user));
  context.after(close);
  const reports = (copy: boolean): CopyReport[] => (page.reports as CopyReport[]).filter(report => report.copy === copy);
  await sender.client.send('note', { from: 'a', n: 1 });
  await until('the copy is connected', () => reports(true).some(({ state }) => state === 'connected'));
  await sender.client.send('note', { from: 'a', n: 2 });
  await until('both have the second', () => [true, false].every(copy => reports(copy).some(({ n }) => n === 2)));
  const of = (copy: boolean): unknown[] => reports(copy).map(({ state, n }) => state ?? n);
  assert.deepEqual([of(false), of(true)], [['connecting', 'connected', 1, 2], ['connecting', 'connected', 2]]);
  assert.deepEqual(reports(true).find(({ state }) => state === 'connected')?.resumed, true);
});
