/** Why a message was not accepted, or a connection is closed. */
export class NetraError extends Error {
    /** A stable code: one of the protocol's (section 6), or `outbox_full`, `too_large`, `version_conflict`, `closed`. */
    code;
    constructor(code, message) {
        super(message);
        this.name = 'NetraError';
        this.code = code;
    }
}
