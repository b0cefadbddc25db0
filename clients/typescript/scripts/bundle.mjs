// One minified file with everything, for pages without a bundler, and for measuring.
import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { minify } from 'terser';

// Members that the parts of the client have for each other. None is public, none is on the wire, none is kept.
const MEMBERS = [
  'accepted', 'acknowledge', 'addEarly', 'again', 'ask', 'asking', 'begin', 'beginEpoch', 'broken', 'clearTimers', 'comeBack', 'conflict', 'conflicts', 'connected',
  'deliver', 'delivery', 'disconnected', 'do', 'established', 'failed', 'failures', 'fired', 'flush', 'handled', 'handledAbove', 'happened', 'heard', 'isNext',
  'jitter', 'keep', 'keepOutbox', 'known', 'moveTo', 'of', 'offer', 'opening', 'outbox', 'pending', 'position', 'pump', 'query', 'raise', 'recall', 'received', 'record',
  'refresh', 'refreshFailed', 'replaced', 'resolved', 'resume', 'runs', 'sent', 'setTimer', 'settle', 'skip', 'take', 'tell', 'timer', 'tokenFailed',
];

// Names of actions, events and timers, as the parts of the client call them: they too stay inside.
const NAMES = [
  'accepted', 'clear_timer', 'come_back', 'conflict', 'deliver', 'disconnect', 'frame', 'get_token', 'handled', 'hide', 'liveness', 'rejected', 'resolved', 'save', 'save_outbox',
  'set_timer', 'wake',
];
const NAME = new RegExp(`'(${NAMES.join('|')})'`, 'g');

const shorten = {
  name: 'shorten',
  setup: ({ onLoad }) => onLoad({ filter: /\.js$/ }, async ({ path }) => {
    const text = await readFile(path, 'utf8');
    return { contents: text.replace(NAME, (_, name) => `'${NAMES.indexOf(name)}'`) };
  }),
};

const { outputFiles: [bundled] } = await build({
  entryPoints: ['dist/index.js'],
  bundle: true,
  minify: true,
  mangleProps: new RegExp(`^(?:${MEMBERS.join('|')})$`),
  plugins: [shorten],
  write: false,
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
});
const { code } = await minify(bundled.text, { module: true, ecma: 2022, compress: { passes: 3, unsafe_arrows: true, unsafe_methods: true, pure_getters: true } });
await writeFile('dist/netra-client.min.js', code);
