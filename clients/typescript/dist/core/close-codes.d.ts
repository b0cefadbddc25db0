/** What follows from the end of a connection (docs/client.md, section 3). */
export interface Verdict {
    /** Whether coming back is of any use. */
    again: boolean;
    /** The shortest delay. */
    floor_ms: number;
}
export declare function afterClose(code: number, reason: string): Verdict;
/** The close code that a refusal would have with `reject=close`. */
export declare function codeOfStatus(status: number): number;
