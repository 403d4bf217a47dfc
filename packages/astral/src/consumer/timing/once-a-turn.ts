/** A function that has `action` run when everything has been done that is due already, once however often it is called until then. */
export function onceATurn(action: () => void): () => void {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      action();
    });
  };
}
