import { type Outcome, runReleases, type StackRelease } from '#stack'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { partSession } from './part-session.ts'

/** How a stack is carried out. */
export interface StackRun {
  readonly verb: string
  readonly concurrency: number
  readonly isReverse: boolean
}

/** A release as people name it: `apps/web`. */
export function titleOf({ id }: StackRelease): string {
  return id.replace(/^\//, '')
}

/**
 * Does something with every release, in the order of their needs, and gives the results in the order of the stack. When one
 * fails, the rest of what runs is waited for; then throws CliError `input` that says which are done and which are not.
 */
export async function runStack<T>(
  releases: readonly StackRelease[],
  { run, session }: { readonly run: StackRun; readonly session: Session },
  act: (release: StackRelease, session: Session) => Promise<T>,
): Promise<readonly (readonly [StackRelease, T])[]> {
  const settings = { concurrency: run.concurrency, isReverse: run.isReverse, signal: session.signal }
  const outcomes = await runReleases(releases, settings, (release) =>
    act(release, partSession(session, titleOf(release))),
  )
  const failed = releases.filter(({ id }) => outcomes.get(id)?.state !== 'done')
  if (failed.length > 0) throw failure(releases, outcomes, run)
  return releases.flatMap((release) => {
    const outcome = outcomes.get(release.id)
    return outcome?.state === 'done' ? [[release, outcome.result] as const] : []
  })
}

function failure<T>(
  releases: readonly StackRelease[],
  outcomes: ReadonlyMap<string, Outcome<T>>,
  { verb }: StackRun,
): CliError {
  const failures = releases.flatMap((release) => {
    const outcome = outcomes.get(release.id)
    return outcome?.state === 'failed' ? [{ release, error: outcome.error }] : []
  })
  const named = (state: Outcome<T>['state']): string =>
    releases
      .filter(({ id }) => outcomes.get(id)?.state === state)
      .map(titleOf)
      .join(', ') || 'none'
  const lines = failures.map(({ release, error }) => `${titleOf(release)}: ${textOf(error)}`)
  const hint = `${verb}: ${named('done')}; failed: ${named('failed')}; not started: ${named('not-started')}`
  const first = lines.length === 0 ? 'the run was stopped' : lines.join('\n')
  return new CliError('input', first, { hint, cause: failures[0]?.error })
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const hint = 'hint' in error && typeof error.hint === 'string' ? ` (hint: ${error.hint})` : ''
  return `${placeText(error)}${error.message}${hint}`
}

function placeText(error: Error): string {
  if (!('position' in error) || typeof error.position !== 'object' || error.position === null) return ''
  const { file, line, column } = error.position as { file?: string; line?: number; column?: number }
  return file === undefined || line === undefined ? '' : `${file}:${line}:${column ?? 1}: `
}
