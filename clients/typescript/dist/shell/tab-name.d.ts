/** A name that nobody else has. Pages without https have no `randomUUID`. */
export declare function randomId(): string;
/**
 * Whether this page alone has a name. "Duplicate tab" copies the session storage, and two tabs of one name would replace each other's connections for ever.
 * The lock is held as long as the page lives; after a reload the old page may hold it for a moment more.
 */
export declare function claimName(name: string): Promise<boolean>;
