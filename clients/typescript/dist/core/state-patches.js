// The three ways to change the state (protocol section 5). Each gives a new document and leaves the old one as it was.
import { isObject } from './json.js';
/** The document behind a change. Throws where the change can't be applied. */
export function applyChange(document, change) {
    const result = 'patch' in change ? mergePatch(document, change.patch)
        : 'updates' in change ? setPaths(document, change.updates)
            : applyOperations(document, change.ops);
    if (!isObject(result))
        fail();
    return result;
}
/** RFC 7396. */
function mergePatch(target, patch) {
    if (!isObject(patch))
        return patch;
    const merged = new Map(isObject(target) ? Object.entries(target) : []);
    for (const [name, value] of Object.entries(patch)) {
        if (value === null)
            merged.delete(name);
        else
            merged.set(name, mergePatch(merged.get(name), value));
    }
    return Object.fromEntries(merged);
}
function setPaths(document, updates) {
    return Object.entries(updates).reduce((result, [path, value]) => setPath(result, path.split('.'), value), document);
}
function setPath(document, path, value) {
    const [name, ...rest] = path;
    if (!name || (document !== undefined && !isObject(document)))
        fail();
    const entries = new Map(Object.entries(document ?? {}));
    entries.set(name, rest.length === 0 ? value : setPath(entries.get(name), rest, value));
    return Object.fromEntries(entries);
}
/** RFC 6902. The tests in it were the server's business: it applied all of it. */
function applyOperations(document, operations) {
    // A holder above the root lets an operation replace the whole document.
    const holder = { root: structuredClone(document) };
    for (const { op, path, from = '', value = null } of operations) {
        if (op === 'add' || op === 'replace')
            put(holder, path, value, op === 'replace');
        else if (op === 'remove')
            remove(holder, path);
        else if (op === 'copy')
            put(holder, path, structuredClone(read(holder, from)));
        else if (op === 'move')
            put(holder, path, remove(holder, from));
        else if (op !== 'test')
            fail();
    }
    return holder['root'] ?? null;
}
function put(holder, pointer, value, replaces = false) {
    const { parent, name } = find(holder, pointer);
    if (!Array.isArray(parent))
        define(parent, name, value);
    else if (name === '-')
        parent.push(value);
    else
        parent.splice(index(name), replaces ? 1 : 0, value);
}
function remove(holder, pointer) {
    const { parent, name } = find(holder, pointer);
    const value = member(parent, name);
    if (Array.isArray(parent))
        parent.splice(index(name), 1);
    else
        delete parent[name];
    return value;
}
function read(holder, pointer) {
    const { parent, name } = find(holder, pointer);
    return member(parent, name);
}
function find(holder, pointer) {
    const names = ['root', ...pointer.split('/').slice(1).map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))];
    const name = names.pop() ?? '';
    const parent = names.reduce(member, holder);
    if (typeof parent !== 'object' || parent === null)
        fail();
    return { parent, name };
}
function member(parent, name) {
    if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, name))
        fail();
    return parent[name] ?? null;
}
// Plain assignment would take a member named __proto__ for the prototype.
function define(parent, name, value) {
    Object.defineProperty(parent, name, { value, writable: true, enumerable: true, configurable: true });
}
function index(name) {
    if (!/^(0|[1-9]\d*)$/.test(name))
        fail();
    return Number(name);
}
// Why does not matter: who can't apply a change asks for the whole document.
function fail() {
    throw new Error('can not be applied');
}
