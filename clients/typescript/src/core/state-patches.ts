// The three ways to change the state (protocol section 5). Each gives a new document and leaves the old one as it was.

import type { Change, PatchOperation } from './frames.js';
import { isObject, type Json, type JsonObject } from './json.js';

/** The document behind a change. Throws where the change can't be applied. */
export function applyChange(document: JsonObject, change: Change): JsonObject {
  const result = 'patch' in change ? mergePatch(document, change.patch)
    : 'updates' in change ? setPaths(document, change.updates)
    : applyOperations(document, change.ops);
  if (!isObject(result)) fail();
  return result;
}

/** RFC 7396. */
function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }

  return Object.fromEntries(merged);
}

function setPaths(document: JsonObject, updates: JsonObject): Json {
  return Object.entries(updates).reduce((result: Json, [path, value]) => setPath(result, path.split('.'), value), document);
}

function setPath(document: Json | undefined, path: string[], value: Json): Json {
  const [name, ...rest] = path;
  if (!name || (document !== undefined && !isObject(document))) fail();
  const entries = new Map(Object.entries(document ?? {}));
  entries.set(name, rest.length === 0 ? value : setPath(entries.get(name), rest, value));
  return Object.fromEntries(entries);
}

/** RFC 6902. The tests in it were the server's business: it applied all of it. */
function applyOperations(document: JsonObject, operations: PatchOperation[]): Json {
  // A holder above the root lets an operation replace the whole document.
  const holder: JsonObject = { root: structuredClone(document) };
  for (const { op, path, from = '', value = null } of operations) {
    if (op === 'add' || op === 'replace') put(holder, path, value, op === 'replace');
    else if (op === 'remove') take(holder, path);
    else if (op === 'copy') put(holder, path, structuredClone(take(holder, from, false)));
    else if (op === 'move') put(holder, path, take(holder, from));
    else if (op !== 'test') fail();
  }

  return holder['root'] ?? null;
}

function put(holder: JsonObject, pointer: string, value: Json, replaces = false): void {
  const { parent, name } = find(holder, pointer);
  if (!Array.isArray(parent)) define(parent, name, value);
  else if (name === '-') parent.push(value);
  else parent.splice(index(name), replaces ? 1 : 0, value);
}

function take(holder: JsonObject, pointer: string, removes = true): Json {
  const { parent, name } = find(holder, pointer);
  const value = member(parent, name);
  if (!removes) return value;
  if (Array.isArray(parent)) parent.splice(index(name), 1);
  else delete parent[name];
  return value;
}

function find(holder: JsonObject, pointer: string): { parent: JsonObject | Json[]; name: string } {
  const names = `root${pointer}`.split('/').map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = names.pop() ?? '';
  return { parent: names.reduce<Json>(member, holder) as JsonObject | Json[], name };
}

function member(parent: Json, name: string): Json {
  if (Object(parent) !== parent || !Object.hasOwn(parent as JsonObject, name)) fail();
  return (parent as JsonObject)[name] ?? null;
}

// Plain assignment would take a member named __proto__ for the prototype. Throws where the parent is no object.
function define(parent: JsonObject, name: string, value: Json): void {
  Object.defineProperty(parent, name, { value, writable: true, enumerable: true, configurable: true });
}

function index(name: string): number {
  if (!/^(0|[1-9]\d*)$/.test(name)) fail();
  return Number(name);
}

// Why does not matter: who can't apply a change asks for the whole document.
function fail(): never {
  throw new Error();
}
