/** Macro variables by name, with their places in a frame. */
export type Places = ReadonlyMap<string, number>

/** Places of new variables come after all others, so an inner macro never overwrites an outer one's. */
export function withNames(places: Places, names: readonly string[]): Places {
  const next = new Map(places)
  let place = places.size === 0 ? 0 : Math.max(...places.values()) + 1
  for (const name of names) next.set(name, place++)
  return next
}
