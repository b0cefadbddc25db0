const FINAL = [1000, 4400, 4403, 4409];
const FLOORS: Record<number, number> = { 4429: 5_000, 4503: 1_000 };

/** The shortest delay after the end of a connection (docs/client.md, section 3); null when coming back is of no use. */
export function floorAfter(code: number, reason: string): number | null {
  return FINAL.includes(code) || (code === 4410 && !saysReconnect(reason)) ? null : FLOORS[code] ?? 0;
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
