/** Messages one by one for `for await`. A message is handled when the loop asks for the next one, or ends. */
export declare class MessageStream<M> implements AsyncIterableIterator<M> {
    #private;
    constructor(closed: () => void);
    /** Gives a message; the promise resolves when it is handled. */
    offer(message: M): Promise<void> | void;
    /** There will be no more messages. */
    end(failure: Error | null): void;
    next(): Promise<IteratorResult<M, undefined>>;
    return(): Promise<IteratorResult<M, undefined>>;
    [Symbol.asyncIterator](): this;
}
