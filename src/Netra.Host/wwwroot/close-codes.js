// What a close code means and whether a client comes back (protocol section 4).

const MEANINGS = {
  1000: 'normal end',
  1002: 'the framing was broken',
  1005: 'closed without a code',
  1006: 'the connection was lost or could not be made',
  1007: 'text that is not UTF-8',
  1009: 'a message was too big',
  1011: 'internal error of the server',
  1012: 'the service restarts',
  4400: 'bad request',
  4401: 'token expired, invalid or revoked',
  4403: 'forbidden',
  4408: 'heartbeat timeout',
  4409: 'replaced by a newer connection of the same tab',
  4410: 'disconnected by the application',
  4413: 'this client was too slow',
  4429: 'too many connections or messages',
  4503: 'the service is unavailable',
};

const FINAL = new Set([1000, 4400, 4403, 4409]);
const PAUSE_AFTER_4429_MS = 5_000;

/**
 * What follows from a close event.
 * @param {number} code
 * @param {string} reason
 * @returns {{reconnect: boolean, freshToken: boolean, atLeastMs: number, text: string}}
 */
export function afterClose(code, reason) {
  const meaning = MEANINGS[code] ?? 'unknown code';
  const verdict = { reconnect: !FINAL.has(code), freshToken: code === 4401, atLeastMs: 0, text: meaning };
  if (code === 4429) verdict.atLeastMs = PAUSE_AFTER_4429_MS;
  if (code !== 4410) {
    if (reason && reason !== meaning) verdict.text += ` (${reason})`;
    return verdict;
  }

  const said = parseOrNull(reason);
  verdict.reconnect = said?.reconnect === true;
  if (said?.reason) verdict.text += ` (${said.reason})`;
  return verdict;
}

function parseOrNull(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
