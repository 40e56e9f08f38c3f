import type { YamlValue } from '#yaml'
import { StackError } from '../error.ts'

const MAX_VALUES = 200_000
const MAX_DEPTH = 200

/** Refuses what aliases make larger than any stack is, or deeper. Throws StackError `bad-values`. */
export function refuseEndless(root: YamlValue, file: string): void {
  const waiting: { readonly value: YamlValue; readonly depth: number }[] = [{ value: root, depth: 0 }]
  let count = 0
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next
    if (++count > MAX_VALUES || depth > MAX_DEPTH) {
      throw new StackError('bad-values', `${file}: more than ${MAX_VALUES} values, or deeper than ${MAX_DEPTH}`)
    }
    const items = Array.isArray(value) ? value : value instanceof Map ? value.values() : []
    for (const item of items) {
      if (typeof item === 'object' && item !== null) waiting.push({ value: item, depth: depth + 1 })
      else count++
    }
  }
}
