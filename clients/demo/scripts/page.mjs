// Builds the page: what lies in public/, and one script of everything in src/ and the client. The same sources give the same bytes everywhere.
import { build } from 'esbuild';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

/** The folder that the host serves. It is committed, so that the host needs no npm. */
export const SERVED = join(PACKAGE, '..', '..', 'src', 'Netra.Host', 'wwwroot');

/** Replaces a folder by the built page. */
export async function buildPage(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(join(PACKAGE, 'public'), folder, { recursive: true });
  await build({
    absWorkingDir: PACKAGE,
    entryPoints: ['src/demo.ts'],
    outfile: join(folder, 'demo.js'),
    alias: { '@netra/client': '../typescript/src/index.ts' },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    banner: { js: '// Built from clients/demo by `npm run build`. Change it there.' },
    logLevel: 'warning',
  });
}
