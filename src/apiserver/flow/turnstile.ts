import type { Kind } from '#kinds'
import type { ApiRequest, RequestInfo } from '../contract/http.ts'
import type { KindTable } from '../contract/registry.ts'
import { turnToBegin } from './large-answers.ts'

/** What a turnstile looks at. */
export interface TurnstileOptions {
  readonly kinds: KindTable
  /** How many objects of a kind there are. */
  count(kind: Kind): number
}

/** What a request that reads many objects goes through. */
export interface Turnstile {
  /** Waits until the user has few of them in work; what it gives lets the user's next one in. */
  enter(user: string): Promise<() => void>
  /** Waits for a turn of the event loop in which no other begins. */
  turn(): Promise<void>
}

/** The turnstile of a request; undefined for what does not read many objects: it need not wait. */
export type FindTurnstile = (request: ApiRequest, info: RequestInfo) => Turnstile | undefined

/** Reading so many objects keeps the one thread busy for some milliseconds. */
const MANY = 500
/** More of one user would only hold seats while they wait for their turns. */
const MOST_OF_USER = 4
const READS_MANY: ReadonlySet<string> = new Set(['list', 'watch', 'deletecollection'])

/**
 * Lets one request that reads many objects begin in each turn of the event loop, and few of each user hold seats: as many
 * as there are seats would otherwise begin in the same turn, and whoever wants a single object would wait for all of them.
 */
export function createTurnstile({ kinds, count }: TurnstileOptions): FindTurnstile {
  const users = new Map<string, UserTurns>()
  let last = Promise.resolve()
  const turnstile: Turnstile = {
    enter: (user) => enter(users, user),
    turn: () => {
      last = last.then(turnToBegin)
      return last
    },
  }
  return (request, { verb, name, group, version, resource }) => {
    if (!READS_MANY.has(verb) || name !== '') return undefined
    const limit = Number(request.query.get('limit') ?? 0)
    if (limit > 0 && limit <= MANY) return undefined
    const kind = kinds.find(group, version, resource)
    return kind === undefined || count(kind) < MANY ? undefined : turnstile
  }
}

/** What one user has in work, and what waits for that. */
interface UserTurns {
  inWork: number
  readonly waiting: (() => void)[]
}

async function enter(users: Map<string, UserTurns>, user: string): Promise<() => void> {
  const turns = users.get(user) ?? { inWork: 0, waiting: [] }
  users.set(user, turns)
  if (turns.inWork < MOST_OF_USER) turns.inWork += 1
  else await new Promise<void>((resolve) => turns.waiting.push(resolve))
  return () => {
    const next = turns.waiting.shift()
    // whoever waited takes the place over
    if (next !== undefined) return next()
    turns.inWork -= 1
    if (turns.inWork === 0) users.delete(user)
  }
}
