import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's own folder; the tests run from `artifacts/test/test/…` in it. */
export const PACKAGE = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');

export const REPOSITORY = join(PACKAGE, '..', '..');

export function readVectors<T>(name: string): T {
  return JSON.parse(readFileSync(join(REPOSITORY, 'tests', 'vectors', name), 'utf8')) as T;
}

export function vectorNames(folder: string): string[] {
  return readdirSync(join(REPOSITORY, 'tests', 'vectors', folder)).filter(name => name.endsWith('.json')).map(name => `${folder}/${name}`);
}
