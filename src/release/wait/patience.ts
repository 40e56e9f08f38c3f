/** Since when things are in a state, as seen from here: no other machine's clock counts. */
export interface Patience {
  /** How long the thing of that key has been in that state without a break; every look is told. */
  lastedMs(key: string, state: string): number
}

/** One that has seen nothing yet; `now` gives our own time. */
export function createPatience(now: () => number): Patience {
  const seen = new Map<string, { readonly state: string; readonly sinceMs: number }>()
  return {
    lastedMs: (key, state) => {
      const known = seen.get(key)
      if (known?.state === state) return now() - known.sinceMs
      seen.set(key, { state, sinceMs: now() })
      return 0
    },
  }
}
