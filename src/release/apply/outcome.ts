import { ClientError } from '#client'
import type { ManifestObject, Written } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { ReleaseError, type ReleaseErrorCode } from '../error.ts'
import { batchesOf, inLanes } from './lanes.ts'
import { nameOf } from './place.ts'

/** What came of one object. */
export interface Outcome {
  readonly one: ManifestObject
  readonly action: 'created' | 'updated' | 'unchanged' | 'deleted' | 'kept'
  readonly failure?: Error
  /** After it nothing else is begun. */
  readonly isFatal?: boolean
}

/** What is done with an object; undefined where nothing was. */
type Work<T> = (one: T) => Promise<Outcome | undefined>

/**
 * Does something with every object: those of one kind together, one kind after another, and what is alone by itself; tells
 * what came of each.
 */
export async function forAll<T extends { readonly object: ManifestObject['object'] }>(
  world: ObjectWorld,
  objects: readonly T[],
  { work, isAlone }: { readonly work: Work<T>; readonly isAlone?: (one: T) => boolean },
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (const batch of batchesOf(objects, isAlone)) {
    if (world.signal.aborted || outcomes.some(({ isFatal }) => isFatal === true)) break
    const found = await inLanes(batch, async (one) => (world.signal.aborted ? undefined : told(world, await work(one))))
    outcomes.push(...found.filter((outcome) => outcome !== undefined))
  }
  return outcomes
}

function told(world: ObjectWorld, outcome: Outcome | undefined): Outcome | undefined {
  if (outcome === undefined || outcome.failure !== undefined) return outcome
  world.report({ type: 'object', action: outcome.action, object: nameOf(outcome.one) })
  return outcome
}

/** The outcomes as lists; what was changed by nobody counts as updated, as with Helm. */
export function writtenOf(outcomes: readonly Outcome[]): Written {
  const only = (...actions: readonly Outcome['action'][]): readonly ManifestObject[] =>
    outcomes.filter(({ action, failure }) => actions.includes(action) && isDone(failure)).map(({ one }) => one)
  return { created: only('created'), updated: only('updated', 'unchanged'), deleted: only('deleted') }
}

/** A request without an answer may have been done. */
function isDone(failure: Error | undefined): boolean {
  return failure === undefined || (failure.cause ?? failure) instanceof ClientError
}

/**
 * One error for all that failed, or for what ended it alone, as Helm tells it; with what was written all the same. Undefined
 * when nothing failed.
 */
export function failureOf(
  world: ObjectWorld,
  outcomes: readonly Outcome[],
  { code, between }: { readonly code: ReleaseErrorCode; readonly between: string },
): ReleaseError | undefined {
  const fatal = outcomes.filter(({ isFatal }) => isFatal === true)
  const told = fatal.length > 0 ? fatal : outcomes
  const failures = told.flatMap(({ failure }) => (failure === undefined ? [] : [failure]))
  const written = writtenOf(outcomes)
  const [first] = failures
  if (first === undefined) {
    return world.signal.aborted ? new ReleaseError('interrupted', 'context canceled', { written }) : undefined
  }
  const hints = failures.flatMap((failure) => (failure instanceof ReleaseError ? (failure.hint ?? []) : []))
  return new ReleaseError(
    first instanceof ReleaseError ? first.code : code,
    failures.map(({ message }) => message).join(between),
    {
      hint: hints.length === 0 ? undefined : joined(hints),
      cause: failures.length === 1 ? (first.cause ?? first) : new AggregateError(failures),
      written,
    },
  )
}

/** All lines of the hints; of flags that help, told as an example for each object, the first. */
function joined(hints: readonly string[]): string {
  const lines = [...new Set(hints.flatMap((hint) => hint.split('\n')))]
  const isFlag = (line: string): boolean => line.startsWith('--')
  return [...lines.filter((line) => !isFlag(line)), ...lines.filter(isFlag).slice(0, 1)].join('\n')
}

/** Anything thrown as an error. */
export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
