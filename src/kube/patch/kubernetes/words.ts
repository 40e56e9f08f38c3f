/** The field that says what a patch does to the map that it stands in. */
export const DIRECTIVE = '$patch'
export const DELETE = 'delete'
export const REPLACE = 'replace'
export const MERGE = 'merge'
/** The field that lists the only keys that survive in its map. */
export const RETAIN_KEYS = '$retainKeys'
/** Fields `…/NAME` beside a list NAME of scalars: what is to be taken out of it. */
export const DELETE_FROM_LIST = '$deleteFromPrimitiveList'
/** Fields `…/NAME` beside a merged list NAME: the order of its items. */
export const ELEMENT_ORDER = '$setElementOrder'

/** Whether a key is a directive about a list beside it. */
export function isListDirective(key: string): boolean {
  return key.startsWith(DELETE_FROM_LIST) || key.startsWith(ELEMENT_ORDER)
}
