/** What follows from the end of a connection (docs/client.md, section 3). */
export interface Verdict {
  /** Whether coming back is of any use. */
  again: boolean;
  /** The shortest delay. */
  floor_ms: number;
}

const FINAL = [1000, 4400, 4403, 4409];
const FLOORS: Record<number, number> = { 4429: 5_000, 4503: 1_000 };
const TRANSIENT_STATUSES = [408, 425];

export function afterClose(code: number, reason: string): Verdict {
  return { again: code === 4410 ? saysReconnect(reason) : !FINAL.includes(code), floor_ms: FLOORS[code] ?? 0 };
}

/** The close code that a refusal would have with `reject=close`. */
export function codeOfStatus(status: number): number {
  if ([401, 403, 429, 503].includes(status)) return 4000 + status;
  return status >= 400 && status < 500 && !TRANSIENT_STATUSES.includes(status) ? 4400 : 1006;
}

function saysReconnect(reason: string): boolean {
  try {
    const said = JSON.parse(reason) as { reconnect?: unknown } | null;
    return said?.reconnect === true;
  } catch {
    // Not what the protocol says stands there; then nobody asked to come back.
    return false;
  }
}
