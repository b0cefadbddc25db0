import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { FakeSocket } from '../tools/fake-socket.js';
import { PACKAGE } from '../tools/repository.js';

const EXAMPLE = /```ts\n(import[\s\S]*?)```/.exec(readFileSync(join(PACKAGE, 'README.md'), 'utf8'))?.[1] ?? '';
const SOURCE = join(PACKAGE, 'artifacts', 'readme.mts');
const globals = { WebSocket: globalThis.WebSocket, fetch: globalThis.fetch, log: console.log };

beforeEach(() => {
  FakeSocket.opened = [];
});

afterEach(() => {
  Object.assign(globalThis, { WebSocket: globals.WebSocket, fetch: globals.fetch });
  console.log = globals.log;
});

test('example_OfTheReadme_CompilesAndRuns', async () => {
  writeFileSync(SOURCE, `${EXAMPLE}client.disconnect();\n`);
  const program = ts.createProgram([SOURCE], {
    strict: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'], types: [], skipLibCheck: false,
  });
  const faults = ts.getPreEmitDiagnostics(program).map(fault => ts.flattenDiagnosticMessageText(fault.messageText, '\n'));
  assert.deepEqual(faults, []);
  assert.ok(EXAMPLE.trim().split('\n').filter(line => line !== '').length <= 11, 'about ten lines');
  program.emit();

  const printed: unknown[][] = [];
  console.log = (...values: unknown[]) => printed.push(values);
  Object.assign(globalThis, { WebSocket: FakeSocket, fetch: async () => new Response('t1') });
  const run = import(pathToFileURL(SOURCE.replace('.mts', '.mjs')).href);
  while (FakeSocket.opened.length === 0) await new Promise(resolve => setImmediate(resolve));
  const socket = FakeSocket.last;
  socket.establish();
  const { id } = socket.sent[0] ?? {};
  socket.frame('chat_message', { content: 'hi' }, { id, seq: 1 });
  socket.frame('ack', { id, duplicate: false, seq: 1 }, { id });
  await run;
  console.log = globals.log;
  assert.deepEqual([socket.url.href.split('?')[0], socket.url.searchParams.get('token')], ['wss://example.com/ws', 't1']);
  assert.deepEqual(printed, [['connecting'], ['connected'], [1, 'hi'], ['disconnected']]);
});
