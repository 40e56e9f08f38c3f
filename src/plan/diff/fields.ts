import { additionalOf, fieldOf, isMap, type Json, type JsonObject, propertyOf, type Schema, sameJson } from '#kube'
import { keyedLists } from './keyed.ts'
import { pathText, type Step } from './path.ts'

/** One field that differs; undefined is "not there". */
export interface FieldEdit {
  readonly path: string
  readonly before: Json | undefined
  readonly after: Json | undefined
  /** Where a new item of a keyed list stands. */
  readonly index?: number
}

/**
 * The fields that differ, as deep as they can be named: keys of maps, and items of lists that have keys by `schema` or by
 * custom. Lists without keys differ as a whole, or item by item where they are of the same length.
 */
export function diffFields(before: Json, after: Json, schema: Schema | undefined): readonly FieldEdit[] {
  const edits: FieldEdit[] = []
  compare({ before, after, schema, steps: [] }, edits)
  return edits
}

/** Levels that are looked into. */
const MAX_DEPTH = 200

interface Pair {
  readonly before: Json
  readonly after: Json
  readonly schema: Schema | undefined
  readonly steps: readonly Step[]
}

function compare(pair: Pair, edits: FieldEdit[]): void {
  const { before, after, steps } = pair
  if (sameJson(before, after)) return
  if (steps.length < MAX_DEPTH && isMap(before) && isMap(after)) return compareMaps(before, after, pair, edits)
  if (steps.length < MAX_DEPTH && Array.isArray(before) && Array.isArray(after))
    return compareLists(before, after, pair, edits)
  edits.push({ path: pathText(steps), before, after })
}

function compareMaps(before: JsonObject, after: JsonObject, { schema, steps }: Pair, edits: FieldEdit[]): void {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [left, right] = [fieldOf(before, key), fieldOf(after, key)]
    const inner = [...steps, key]
    if (left === undefined || right === undefined) edits.push({ path: pathText(inner), before: left, after: right })
    else compare({ before: left, after: right, schema: schemaBelow(schema, key), steps: inner }, edits)
  }
}

function schemaBelow(schema: Schema | undefined, key: string): Schema | undefined {
  return schema && (propertyOf(schema, key) ?? additionalOf(schema))
}

function compareLists(before: readonly Json[], after: readonly Json[], pair: Pair, edits: FieldEdit[]): void {
  const { schema, steps } = pair
  const whole = { path: pathText(steps), before: pair.before, after: pair.after }
  const lists = keyedLists(before, after, schema)
  if (lists === undefined) {
    if (before.length !== after.length || ![...before, ...after].every(isMap)) edits.push(whole)
    else
      before.forEach((item, at) =>
        compare(
          { before: item, after: after[at] as Json, schema: schema?.items, steps: [...steps, String(at)] },
          edits,
        ),
      )
    return
  }
  const [left, right] = lists
  const kept = left.steps.filter((step) => right.items.has(step))
  const isSameOrder = sameJson(
    kept,
    right.steps.filter((step) => left.items.has(step)),
  )
  if (!isSameOrder || kept.length === 0) {
    edits.push(whole)
    return
  }
  for (const step of left.steps) {
    const [old, item] = [left.items.get(step) as JsonObject, right.items.get(step)]
    if (item === undefined) edits.push({ path: pathText([...steps, step]), before: old, after: undefined })
    else compare({ before: old, after: item, schema: schema?.items, steps: [...steps, step] }, edits)
  }
  right.steps.forEach((step, index) => {
    if (left.items.has(step)) return
    edits.push({ path: pathText([...steps, step]), before: undefined, after: right.items.get(step), index })
  })
}
