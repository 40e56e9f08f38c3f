import { fieldOf, isMap, type Json } from '#kube'
import { pairsOf, type Step, stepsOf } from './diff/path.ts'

/** A value with the place of its parts, as a reader of YAML gives it. */
export interface PlacedNode {
  readonly position: { readonly line: number }
  readonly value: unknown
  readonly entries?:
    | readonly { readonly key: string; readonly position: { readonly line: number }; readonly node: PlacedNode }[]
    | undefined
  readonly items?: readonly PlacedNode[] | undefined
}

/** The line on which a field stands, or what is nearest above it where it is not there. */
export function lineOfPath(tree: PlacedNode, path: string): number {
  let node = tree
  let { line } = tree.position
  for (const step of stepsOf(path)) {
    const entry = node.entries?.findLast(({ key }) => key === step)
    const next = entry?.node ?? node.items?.find((item, at) => String(at) === step || isNamed(item, step))
    if (next === undefined) return line
    line = (entry ?? next).position.line
    node = next
  }
  return line
}

/** Whether an item has the keys of a step such as `[name=web]`. */
function isNamed({ value, entries }: PlacedNode, step: Step): boolean {
  if (!step.startsWith('[') || entries === undefined) return false
  return pairsOf(step).every(([key, text]) => {
    const found =
      value instanceof Map
        ? (value.get(key) as unknown)
        : isMap(value as Json)
          ? fieldOf(value as never, key)
          : undefined
    return found === undefined ? key === 'protocol' : `${found as string | number | boolean}` === text
  })
}
