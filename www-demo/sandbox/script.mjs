// Scripted answers wait in order; a request takes the first that fits it, and only then do the built-in ones speak.

export function createScripts() {
  const queue = [];
  return {
    add(answers) {
      queue.push(...answers);
      return queue.length;
    },
    /** @param {string} [action] narrows to answers for that action or for any */
    take(action) {
      const index = queue.findIndex((answer) => answer.action === undefined || answer.action === action);
      return index < 0 ? undefined : queue.splice(index, 1)[0];
    },
    clear: () => (queue.length = 0),
  };
}
