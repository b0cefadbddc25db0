const TIMEOUT_MS = 15_000;

/** A token from the development endpoint; null when there will be none. A real page gets its tokens from its own back end. */
export async function tokenOf(user: string): Promise<string | null> {
  const response = await fetch('/dev/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user_id: user }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.ok) return ((await response.json()) as { token: string }).token;
  if (response.status >= 500 || response.status === 429) throw new Error(`POST /dev/token answered ${response.status}`);
  return null;
}
