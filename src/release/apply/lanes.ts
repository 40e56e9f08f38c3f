/** Requests that are under way at once: more make a server slower for others, and this release no faster. */
const LANES = 8

/** Runs `work` on every item, a few at a time; results in the order of the items. The first failure ends it. */
export async function inLanes<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  let next = 0
  let hasFailed = false
  const lane = async (): Promise<void> => {
    while (next < items.length && !hasFailed) {
      const at = next++
      try {
        results[at] = await work(items[at] as T)
      } catch (error) {
        hasFailed = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(LANES, items.length) }, lane))
  return results
}

/**
 * Neighbours of one kind, in order; what is alone stands for itself. Source: helm.sh/helm/v4 pkg/kube/client.go
 * `batchPerform`.
 */
export function batchesOf<T extends { readonly object: { readonly kind: string } }>(
  objects: readonly T[],
  isAlone: (one: T) => boolean = () => false,
): readonly (readonly T[])[] {
  const batches: T[][] = []
  let last: T | undefined
  for (const one of objects) {
    const isNext = last?.object.kind === one.object.kind && !isAlone(one) && !isAlone(last)
    if (isNext) batches.at(-1)?.push(one)
    else batches.push([one])
    last = one
  }
  return batches
}
