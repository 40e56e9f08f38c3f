import type { Context } from '#reconcile'

/** What a controller remembers while it runs: made at the first use in a run, forgotten with the run. */
export function perRun<T>(make: (context: Context) => T): (context: Context) => T {
  const byRun = new WeakMap<Context, { readonly value: T }>()
  return (context) => {
    const present = byRun.get(context)
    if (present !== undefined) return present.value
    const value = make(context)
    byRun.set(context, { value })
    return value
  }
}
