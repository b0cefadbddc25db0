/** Works tasks off in their order, one at a time. A task that is not asynchronous is done before `add` returns, when nothing is ahead of it. */
export declare class DeliveryQueue {
    #private;
    add(task: () => void | Promise<void>): void;
}
