/** Keeps the last values that were given to it from being collected. */
export interface Recent {
  keep(value: object): void
}

/** Keeps as many as `count`. */
export function createRecent(count: number): Recent {
  const kept: object[] = []
  let next = 0
  return {
    keep(value) {
      kept[next] = value
      next = (next + 1) % count
    },
  }
}
