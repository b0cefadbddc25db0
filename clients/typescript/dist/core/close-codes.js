const FINAL = [1000, 4400, 4403, 4409];
const FLOORS = { 4429: 5_000, 4503: 1_000 };
const TRANSIENT_STATUSES = [408, 425];
export function afterClose(code, reason) {
    return { again: code === 4410 ? saysReconnect(reason) : !FINAL.includes(code), floor_ms: FLOORS[code] ?? 0 };
}
/** The close code that a refusal would have with `reject=close`. */
export function codeOfStatus(status) {
    if ([401, 403, 429, 503].includes(status))
        return 4000 + status;
    return status >= 400 && status < 500 && !TRANSIENT_STATUSES.includes(status) ? 4400 : 1006;
}
function saysReconnect(reason) {
    try {
        const said = JSON.parse(reason);
        return said?.reconnect === true;
    }
    catch {
        // Not what the protocol says stands there; then nobody asked to come back.
        return false;
    }
}
