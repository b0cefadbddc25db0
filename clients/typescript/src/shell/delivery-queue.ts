type Task = () => void | Promise<void>;

/**
 * What it returns works tasks off in their order, one at a time. A task that is not asynchronous is done before that returns, when nothing is ahead of it.
 * @param failed is told what a task threw: those behind it are done all the same
 */
export function deliveryQueue(failed: (cause: unknown) => void): (task: Task) => void {
  const tasks: Task[] = [];
  let working = false;
  const work = (): void => {
    working = true;
    let task;
    while ((task = tasks.shift())) {
      try {
        const result = task();
        if (result) return void result.catch(failed).then(work);
      } catch (cause) {
        failed(cause);
      }
    }

    working = false;
  };
  return task => {
    tasks.push(task);
    if (!working) work();
  };
}
