const END = { value: undefined, done: true };
/** Messages one by one for `for await`. A message is handled when the loop asks for the next one, or ends. */
export class MessageStream {
    #closed;
    /** A message that nobody has asked for yet. */
    #offered = null;
    /** Says that the message which was offered, or is in the hands of the loop, is handled. */
    #done = null;
    #waiting = null;
    #ended = false;
    #failure = null;
    constructor(closed) {
        this.#closed = closed;
    }
    /** Gives a message; the promise resolves when it is handled. */
    offer(message) {
        if (this.#ended)
            return;
        const handled = new Promise(resolve => { this.#done = resolve; });
        if (this.#waiting)
            this.#waiting.resolve({ value: message, done: false });
        else
            this.#offered = { message };
        this.#waiting = null;
        return handled;
    }
    /** There will be no more messages. */
    end(failure) {
        this.#failure = failure;
        this.#finish();
    }
    async next() {
        const offered = this.#offered;
        this.#offered = null;
        if (offered)
            return { value: offered.message, done: false };
        this.#done?.();
        this.#done = null;
        if (!this.#ended)
            return new Promise((resolve, reject) => { this.#waiting = { resolve, reject }; });
        const failure = this.#failure;
        this.#failure = null;
        if (failure)
            throw failure;
        return END;
    }
    async return() {
        this.#finish();
        return END;
    }
    [Symbol.asyncIterator]() {
        return this;
    }
    #finish() {
        this.#ended = true;
        this.#closed();
        this.#done?.();
        this.#done = null;
        if (this.#waiting && this.#failure)
            this.#waiting.reject(this.#failure);
        else
            this.#waiting?.resolve(END);
        if (this.#waiting)
            this.#failure = null;
        this.#waiting = null;
    }
}
