// Fails when the client, minified and compressed, is not smaller than 8 KB.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const LIMIT = 8 * 1024;
const size = gzipSync(await readFile('dist/netra-client.min.js'), { level: 9 }).length;
console.log(`netra-client.min.js: ${size} bytes compressed, ${LIMIT} is the limit`);
if (size >= LIMIT) process.exitCode = 1;
