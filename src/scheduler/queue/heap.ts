/** Things in an order: the first one comes out first. */
export interface Heap<T> {
  add(item: T): void
  /** The first one, left in. */
  peek(): T | undefined
  take(): T | undefined
  readonly size: number
}

/** An empty heap; `isBefore` is a strict order. */
export function createHeap<T>(isBefore: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = []
  return {
    add: (item) => {
      items.push(item)
      rise(items, items.length - 1, isBefore)
    },
    peek: () => items[0],
    take: () => {
      const [first] = items
      const last = items.pop()
      if (items.length > 0 && last !== undefined) {
        items[0] = last
        sink(items, 0, isBefore)
      }
      return first
    },
    get size() {
      return items.length
    },
  }
}

type IsBefore<T> = (a: T, b: T) => boolean

function rise<T>(items: T[], start: number, isBefore: IsBefore<T>): void {
  let at = start
  while (at > 0) {
    const above = (at - 1) >> 1
    if (!isBefore(items[at] as T, items[above] as T)) return
    swap(items, at, above)
    at = above
  }
}

function sink<T>(items: T[], start: number, isBefore: IsBefore<T>): void {
  let at = start
  while (true) {
    let least = at
    for (const below of [2 * at + 1, 2 * at + 2]) {
      if (below < items.length && isBefore(items[below] as T, items[least] as T)) least = below
    }
    if (least === at) return
    swap(items, at, least)
    at = least
  }
}

function swap<T>(items: T[], a: number, b: number): void {
  const item = items[a] as T
  items[a] = items[b] as T
  items[b] = item
}
