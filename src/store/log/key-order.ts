/** Order of keys: that of their UTF-8 bytes, as SQLite and etcd sort, whatever JavaScript's own order of texts says. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index)
    const right = b.charCodeAt(index)
    if (left !== right) return rank(left) - rank(right)
  }
  return a.length - b.length
}

/** Sorts in place (mutates); the engine's own order is used where it is the same. */
export function sortKeys(keys: string[]): string[] {
  return keys.some((key) => surrogate.test(key)) ? keys.sort(compareKeys) : keys.sort()
}

const surrogate = /[\ud800-\udfff]/

/** Code units of characters past U+FFFF sort behind all others. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
