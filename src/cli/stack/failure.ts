import type { Outcome, StackRelease } from '#stack'
import { CliError } from '../frame/error.ts'
import { titleOf } from './title.ts'

/** How a run ended. */
export interface Ending {
  readonly verb: string
  /** A signal came. */
  readonly isStopped: boolean
  /** The file whose hooks failed. */
  readonly file?: string | undefined
  readonly error?: unknown
}

/** What a run that failed says: why, and what is done, failed, and not started. */
export function failure<T>(
  releases: readonly StackRelease[],
  outcomes: ReadonlyMap<string, Outcome<T>>,
  ending: Ending,
): CliError {
  const failures = releases.flatMap((release) => {
    const outcome = outcomes.get(release.id)
    return outcome?.state === 'failed' ? [{ release, error: outcome.error }] : []
  })
  const named = (state: Outcome<T>['state']): string =>
    releases
      .filter(({ id }) => (outcomes.get(id)?.state ?? 'not-started') === state)
      .map(titleOf)
      .join(', ') || 'none'
  const lines = failures.map(({ release, error }) => `${titleOf(release)}: ${textOf(error)}`)
  if (ending.error !== undefined) lines.push(`${ending.file ?? 'the stack'}: ${textOf(ending.error)}`)
  const hint = `${ending.verb}: ${named('done')}; failed: ${named('failed')}; not started: ${named('not-started')}`
  const first = lines.length === 0 ? 'the run was stopped' : lines.join('\n')
  return new CliError(ending.isStopped ? 'interrupted' : 'input', first, {
    hint,
    cause: failures[0]?.error ?? ending.error,
  })
}

/** An error with its place and its hint, in one line. */
export function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const hint = 'hint' in error && typeof error.hint === 'string' ? ` (hint: ${error.hint})` : ''
  return `${placeText(error)}${error.message}${hint}`
}

function placeText(error: Error): string {
  if (!('position' in error) || typeof error.position !== 'object' || error.position === null) return ''
  const { file, line, column } = error.position as { file?: string; line?: number; column?: number }
  return file === undefined || line === undefined ? '' : `${file}:${line}:${column ?? 1}: `
}
