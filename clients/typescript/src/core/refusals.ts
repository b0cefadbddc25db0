import type { CoreEvent } from './events.js';

const TRANSIENT_STATUSES = [408, 425];

/** What follows from an upgrade that was answered by HTTP (docs/client.md, section 3). For shells whose sockets tell the status; those of JavaScript don't. */
export function refused(status: number, retryAfterMs: number | null): CoreEvent {
  return { on: 'closed', code: codeOf(status), reason: `http ${status}`, retry_after_ms: retryAfterMs };
}

/** The close code that a refusal would have with `reject=close`. */
function codeOf(status: number): number {
  if ([401, 403, 429, 503].includes(status)) return 4000 + status;
  return status >= 400 && status < 500 && !TRANSIENT_STATUSES.includes(status) ? 4400 : 1006;
}
