/** Messages one by one for `for await`. A message is handled when the loop asks for the next one, or ends. */
export class MessageStream<M> implements AsyncIterableIterator<M> {
  #closed: () => void;
  #messages: AsyncGenerator<M, undefined, undefined>;
  /** A message that the loop has not come to. The next is given when this one is handled. */
  #offered: { message: M } | null = null;
  /** Says that the message which was offered, or is in the hands of the loop, is handled. */
  #done: (() => void) | undefined;
  /** Ends the wait for a message. */
  #wake: (() => void) | undefined;
  #ended = false;
  #failure: Error | null = null;

  constructor(closed: () => void) {
    this.#closed = closed;
    this.#messages = this.#read();
  }

  /** Gives a message; the promise resolves when it is handled. */
  offer(message: M): Promise<void> | void {
    if (this.#ended) return;
    this.#offered = { message };
    this.#wake?.();
    return new Promise(resolve => { this.#done = resolve; });
  }

  /** There will be no more messages. */
  end(failure: Error | null): void {
    this.#ended = true;
    this.#failure = failure;
    this.#closed();
    this.#done?.();
    this.#wake?.();
  }

  next(): Promise<IteratorResult<M, undefined>> {
    return this.#messages.next();
  }

  return(): Promise<IteratorResult<M, undefined>> {
    this.end(null);
    return this.#messages.return(undefined);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async *#read(): AsyncGenerator<M, undefined, undefined> {
    for (;;) {
      const offered = this.#offered;
      this.#offered = null;
      if (offered) {
        yield offered.message;
        this.#done?.();
      } else if (this.#failure) {
        throw this.#failure;
      } else if (this.#ended) {
        return;
      } else {
        await new Promise<void>(resolve => { this.#wake = resolve; });
      }
    }
  }
}
