import { quoteGo } from '#template'
import type { Patch } from '../file/types.ts'

/** A patch as Go's `%#v` prints it; the address of its target is left out. */
export function goSyntaxOfPatch({ path = '', patch = '', target }: Patch): string {
  const pointer = target === undefined ? '(*types.Selector)(nil)' : '(*types.Selector)'
  return `types.Patch{Path:${quoteGo(path)}, Patch:${quoteGo(patch)}, Target:${pointer}, Options:map[string]bool(nil)}`
}
