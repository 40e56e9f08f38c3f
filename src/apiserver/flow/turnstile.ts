import type { Kind } from '#kinds'
import type { ApiRequest, RequestInfo } from '../contract/http.ts'
import type { KindTable } from '../contract/registry.ts'
import { nextTurn } from './next-turn.ts'

/** What a turnstile looks at. */
export interface TurnstileOptions {
  readonly kinds: KindTable
  /** How many objects of a kind there are. */
  count(kind: Kind): number
}

/** Holds back what reads many objects; undefined for what does not: it need not wait. */
export type Turnstile = (request: ApiRequest, info: RequestInfo) => Promise<void> | undefined

/** Reading so many objects keeps the one thread busy for some milliseconds. */
const MANY = 500
const READS_MANY: ReadonlySet<string> = new Set(['list', 'watch', 'deletecollection'])

/**
 * Lets one request that reads many objects begin in each turn of the event loop: as many as there are seats would otherwise
 * begin in the same turn, and whoever wants a single object would wait for all of them.
 */
export function createTurnstile({ kinds, count }: TurnstileOptions): Turnstile {
  let last = Promise.resolve()
  return (request, { verb, name, group, version, resource }) => {
    if (!READS_MANY.has(verb) || name !== '') return undefined
    const limit = Number(request.query.get('limit') ?? 0)
    if (limit > 0 && limit <= MANY) return undefined
    const kind = kinds.find(group, version, resource)
    if (kind === undefined || count(kind) < MANY) return undefined
    last = last.then(nextTurn)
    return last
  }
}
