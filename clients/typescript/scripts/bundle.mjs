// One minified file with everything, for pages without a bundler, and for measuring.
import { build } from 'esbuild';

// Methods that the parts of the client call on each other. None is public, none is on the wire.
const INTERNAL = [
  'acknowledge', 'addEarly', 'beginEpoch', 'clearTimers', 'comeBack', 'fired', 'handledAbove', 'happened', 'heard', 'isNext', 'jitter', 'moveTo',
  'pump', 'refreshFailed', 'setTimer', 'tokenFailed',
];

await build({
  entryPoints: ['dist/index.js'],
  outfile: 'dist/netra-client.min.js',
  bundle: true,
  minify: true,
  mangleProps: new RegExp(`^(?:${INTERNAL.join('|')})$`),
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
});
