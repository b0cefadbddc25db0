const END = { value: undefined, done: true } as const;

/** Messages one by one for `for await`. A message is handled when the loop asks for the next one, or ends. */
export class MessageStream<M> implements AsyncIterableIterator<M> {
  #closed: () => void;
  /** A message that nobody has asked for yet. */
  #offered: { message: M } | null = null;
  /** Says that the message which was offered, or is in the hands of the loop, is handled. */
  #done: (() => void) | null = null;
  #waiting: { resolve: (result: IteratorResult<M, undefined>) => void; reject: (cause: unknown) => void } | null = null;
  #ended = false;
  #failure: Error | null = null;

  constructor(closed: () => void) {
    this.#closed = closed;
  }

  /** Gives a message; the promise resolves when it is handled. */
  offer(message: M): Promise<void> | void {
    if (this.#ended) return;
    const handled = new Promise<void>(resolve => { this.#done = resolve; });
    if (this.#waiting) this.#waiting.resolve({ value: message, done: false });
    else this.#offered = { message };
    this.#waiting = null;
    return handled;
  }

  /** There will be no more messages. */
  end(failure: Error | null): void {
    this.#failure = failure;
    this.#finish();
  }

  async next(): Promise<IteratorResult<M, undefined>> {
    const offered = this.#offered;
    this.#offered = null;
    if (offered) return { value: offered.message, done: false };
    this.#done?.();
    this.#done = null;
    if (!this.#ended) return new Promise((resolve, reject) => { this.#waiting = { resolve, reject }; });
    const failure = this.#failure;
    this.#failure = null;
    if (failure) throw failure;
    return END;
  }

  async return(): Promise<IteratorResult<M, undefined>> {
    this.#finish();
    return END;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #finish(): void {
    this.#ended = true;
    this.#closed();
    this.#done?.();
    this.#done = null;
    if (this.#waiting && this.#failure) this.#waiting.reject(this.#failure);
    else this.#waiting?.resolve(END);
    if (this.#waiting) this.#failure = null;
    this.#waiting = null;
  }
}
