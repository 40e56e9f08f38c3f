import { KustomizeError } from '../error.ts'
import { isObject, type Json } from './json.ts'

/** More than any overlay's fields hold: copies of copies double, and would not end. */
const MAX_VALUES = 1_000_000
const MAX_CHARACTERS = 32 * 2 ** 20

/** What a step may still copy. */
export interface CopyBudget {
  /** Counts a value that is about to be copied. Throws `limit` when it is too much. */
  readonly spend: (value: Json) => void
}

/** A budget for the copies of one step; `what` names it in the error. */
export function copyBudget(what: string): CopyBudget {
  let values = 0
  let characters = 0
  const count = (value: Json): void => {
    values++
    if (typeof value === 'string') characters += value.length
    if (values > MAX_VALUES) throw passed(what, `${MAX_VALUES} values`)
    if (characters > MAX_CHARACTERS) throw passed(what, `${MAX_CHARACTERS} characters`)
    if (Array.isArray(value)) value.forEach(count)
    else if (isObject(value)) for (const key of Object.keys(value)) count(value[key] as Json)
  }
  return { spend: count }
}

function passed(what: string, limit: string): KustomizeError {
  return new KustomizeError({ code: 'limit', message: `${what} would make more than ${limit}` })
}
