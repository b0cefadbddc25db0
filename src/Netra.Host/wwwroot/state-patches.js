// The three ways to change the state document (protocol section 5). Each gives a new document and leaves the old one as it was.

/** RFC 7396, merge patch. */
export function mergePatch(target, patch) {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }

  return Object.fromEntries(merged);
}

/** Dotted paths, each set to a value. */
export function setPaths(document, updates) {
  return Object.entries(updates).reduce((result, [path, value]) => setPath(result, path.split('.'), value), document);
}

/** RFC 6902, JSON Patch. Throws where an operation can't be applied. */
export function applyOperations(document, operations) {
  // A holder above the root lets an operation replace the whole document.
  const holder = { root: structuredClone(document) };
  for (const { op, path, from, value } of operations) {
    if (op === 'add' || op === 'replace') put(holder, path, structuredClone(value), op === 'replace');
    else if (op === 'remove') take(holder, path);
    else if (op === 'copy') put(holder, path, structuredClone(get(holder, from)));
    else if (op === 'move') put(holder, path, take(holder, from));
    else if (op !== 'test') throw new Error(`unknown operation ${op}`);
  }

  return holder.root;
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function setPath(document, [name, ...rest], value) {
  const entries = new Map(isObject(document) ? Object.entries(document) : []);
  entries.set(name, rest.length === 0 ? value : setPath(entries.get(name), rest, value));
  return Object.fromEntries(entries);
}

function put(holder, pointer, value, replaces = false) {
  const { parent, name } = find(holder, pointer);
  if (!Array.isArray(parent)) define(parent, name, value);
  else if (name === '-') parent.push(value);
  else parent.splice(index(name), replaces ? 1 : 0, value);
}

function take(holder, pointer) {
  const { parent, name } = find(holder, pointer);
  const value = member(parent, name);
  if (Array.isArray(parent)) parent.splice(index(name), 1);
  else delete parent[name];
  return value;
}

function get(holder, pointer) {
  const { parent, name } = find(holder, pointer);
  return member(parent, name);
}

function find(holder, pointer) {
  const names = ['root', ...pointer.split('/').slice(1).map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))];
  const name = names.pop();
  return { parent: names.reduce(member, holder), name };
}

function member(parent, name) {
  if (!Object.hasOwn(parent, name)) throw new Error(`nothing is at ${name}`);
  return parent[name];
}

// Plain assignment would take a member named __proto__ for the prototype.
function define(parent, name, value) {
  Object.defineProperty(parent, name, { value, writable: true, enumerable: true, configurable: true });
}

function index(name) {
  if (!/^(0|[1-9]\d*)$/.test(name)) throw new Error(`${name} is no place in an array`);
  return Number(name);
}
