import { spaced } from '../go-text.ts'
import type { Json } from '../json.ts'
import { formatCount } from '../number.ts'
import { duplicates } from './equal.ts'
import type { Frame } from './frame.ts'
import type { Problem } from './problem.ts'
import { counted } from './scalars.ts'
import type { Schema } from './schema.ts'

/** Checks a list. */
export function validateArray(frame: Frame, list: readonly Json[]): void {
  const { minItems, maxItems, uniqueItems, draft, contains } = frame.schema
  if (minItems !== undefined && list.length < minItems) frame.add(counted('minItems', list.length, minItems))
  if (maxItems !== undefined && list.length > maxItems) frame.add(counted('maxItems', list.length, maxItems))
  const twins = uniqueItems === true ? duplicates(list) : undefined
  if (twins !== undefined) frame.add(`items at ${formatCount(twins[0])} and ${formatCount(twins[1])} are equal`)
  if (draft < 2020) validateItems(frame, list)
  else validatePrefix(frame, list)
  if (contains !== undefined) validateContains(frame, list, contains)
}

/** Messages number the items after the listed ones from 0 again, as the engine does. */
function validateRest(frame: Frame, items: readonly Json[], schema: Schema): void {
  items.forEach((item, index) => {
    frame.note(frame.child(schema, item, String(index)))
  })
}

function validateItems(frame: Frame, list: readonly Json[]): void {
  const { items, additionalItems } = frame.schema
  if (items === undefined) return
  if (!isList(items)) return validateRest(frame, list, items)
  const listed = Math.min(items.length, list.length)
  for (let index = 0; index < listed; index++) {
    frame.note(frame.child(items[index] as Schema, list[index] as Json, String(index)))
  }
  if (additionalItems === false && listed !== list.length) {
    frame.add(`last ${formatCount(list.length - listed)} additionalItem(s) not allowed`)
  } else if (typeof additionalItems === 'object') validateRest(frame, list.slice(listed), additionalItems)
}

function isList(items: Schema | readonly Schema[]): items is readonly Schema[] {
  return Array.isArray(items)
}

function validatePrefix(frame: Frame, list: readonly Json[]): void {
  const { prefixItems = [], restItems } = frame.schema
  const listed = Math.min(prefixItems.length, list.length)
  for (let index = 0; index < listed; index++) {
    frame.note(frame.child(prefixItems[index] as Schema, list[index] as Json, String(index)))
  }
  if (restItems !== undefined) validateRest(frame, list.slice(listed), restItems)
}

function validateContains(frame: Frame, list: readonly Json[], schema: Schema): void {
  const { minContains, maxContains, draft } = frame.schema
  const misses: Problem[] = []
  const matched: number[] = []
  for (const [index, item] of list.entries()) {
    const problem = frame.child(schema, item, String(index))
    if (problem !== undefined) misses.push(problem)
    else {
      matched.push(index)
      if (draft >= 2020) frame.unevaluated.items?.delete(index)
    }
  }
  const found = `but matched ${formatCount(matched.length)} items at ${spaced(matched)}`
  if (minContains === undefined) {
    if (matched.length === 0) frame.add('no items match contains schema', misses)
  } else if (matched.length < minContains) {
    const got = matched.length === 0 ? 'but none matched' : found
    frame.add(`min ${formatCount(minContains)} items required to match contains schema, ${got}`, misses)
  }
  if (maxContains !== undefined && matched.length > maxContains) {
    frame.add(`max ${formatCount(maxContains)} items required to match contains schema, ${found}`)
  }
}
