/** Works tasks off in their order, one at a time. A task that is not asynchronous is done before `add` returns, when nothing is ahead of it. */
export class DeliveryQueue {
    #tasks = [];
    #working = false;
    add(task) {
        this.#tasks.push(task);
        if (!this.#working)
            this.#work();
    }
    #work() {
        this.#working = true;
        for (let task = this.#tasks.shift(); task; task = this.#tasks.shift()) {
            const result = task();
            if (result instanceof Promise) {
                void result.then(() => this.#work());
                return;
            }
        }
        this.#working = false;
    }
}
