/** What is under way, by what it is about. */
const turns = new Map<string, Promise<unknown>>()

/** Does what is about one thing one after the other: releases of a stack may fetch into the same chart. */
export async function inTurn<T>(key: string, act: () => Promise<T>): Promise<T> {
  const mine = (turns.get(key) ?? Promise.resolve()).then(act)
  const done = mine.catch(() => undefined) // a failure is told to who waits for it, and stops nobody else
  turns.set(key, done)
  try {
    return await mine
  } finally {
    if (turns.get(key) === done) turns.delete(key)
  }
}
