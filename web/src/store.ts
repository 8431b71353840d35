// One state, told to those who look at it.
import { useEffect, useReducer, useRef } from "preact/hooks";

interface Store<T> {
  get(): T;
  set(change: Partial<T> | ((state: T) => Partial<T>)): void;
  subscribe(heard: () => void): () => void;
}

export function createStore<T extends object>(initial: T): Store<T> {
  let state = initial;
  const heard = new Set<() => void>();
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...(typeof change === "function" ? change(state) : change) };
      for (const f of [...heard]) f();
    },
    subscribe(f) { heard.add(f); return () => heard.delete(f); },
  };
}

/** What `pick` takes of the state; drawn anew only when that changes. */
export function useStore<T extends object, P>(store: Store<T>, pick: (state: T) => P): P {
  const [, again] = useReducer((n: number) => n + 1, 0);
  const value = pick(store.get());
  const latest = useRef({ pick, value });
  latest.current = { pick, value };
  useEffect(() => {
    const look = (): void => { if (!Object.is(latest.current.pick(store.get()), latest.current.value)) again(0); };
    look();
    return store.subscribe(look);
  }, [store]);
  return value;
}
