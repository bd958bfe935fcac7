type Memory = Map<unknown, Map<object, unknown>>;

let memory: Memory | undefined;

/** Runs a check, in which no object changes. What is read of an object is kept until its end. */
export function whileUnchanged<T>(check: () => T): T {
  const outer = memory;
  memory = new Map();
  try {
    return check();
  } finally {
    memory = outer;
  }
}

/** A function that reads something of an object, for which many ask. Within {@link whileUnchanged}, it does so once. */
export function remembered<Key extends object, Value>(read: (key: Key) => Value): (key: Key) => Value {
  return (key) => {
    if (memory === undefined) return read(key);
    const values = memory.get(read) ?? new Map<object, unknown>();
    memory.set(read, values);
    if (!values.has(key)) values.set(key, read(key));
    return values.get(key) as Value;
  };
}
