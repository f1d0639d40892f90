// A value, and those who want to know when it is another.

export interface Store<Value> {
  /** The value: the same object until it changes. */
  get(): Value;
  set(value: Value): void;
  /** Answers a function that ends it. */
  subscribe(listener: () => void): () => void;
}

export function createStore<Value>(value: Value): Store<Value> {
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      [...listeners].forEach((listener) => listener());
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
