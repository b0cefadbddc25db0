import { OWN_ID } from '../core/frames.js';
import { isObject } from '../core/json.js';
import { NetraError } from '../netra-error.js';

const MAX_TYPE = 64;
const MAX_ID = 128;

// Protocol sections 2.2 and 2.3.
const RESERVED = ('ping pong ack resume auth get_current_state state_update partial_state_update history connection_established resumed error auth_ok '
  + 'state_snapshot state_resync state_updated current_state version_conflict skipped reconnect').split(' ');

/** Throws a `NetraError` where the server would refuse a message for its type or id. */
export function checkNames(type: string, id: string): void {
  const code = RESERVED.includes(type) ? 'reserved_type' : !isName(type, MAX_TYPE) ? 'invalid_type' : !isName(id, MAX_ID) || id.startsWith(OWN_ID) ? 'invalid_id' : null;
  if (code) refuse(code);
}

/** The object as JSON says it. What the application does to its own later changes nothing. Throws a `NetraError` where it can't be said. */
export function copyOf<T extends object>(value: T): T {
  let copy: unknown;
  try {
    copy = JSON.parse(JSON.stringify(value)) as unknown;
  } catch (cause) {
    refuse('invalid_payload', String(cause));
  }

  if (!isObject(copy)) refuse('invalid_payload');
  return copy as object as T;
}

/** Half of a surrogate pair is no text. */
function isName(text: string, max: number): boolean {
  return text.length > 0 && text.length <= max && !/\p{Cs}/u.test(text);
}

/** Says why a message is not sent. */
export function refuse(code: string, message = 'Not sent.'): never {
  throw new NetraError(code, message);
}
