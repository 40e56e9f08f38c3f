import type { RunOptions } from '../contract/options.ts'
import { ReleaseError, type ReleaseErrorCode } from '../error.ts'

/** The text of anything thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The same failure in other words; code, hint and what was written stay. */
export function reworded(error: unknown, message: string, otherwise: ReleaseErrorCode): ReleaseError {
  const known = error instanceof ReleaseError ? error : undefined
  return new ReleaseError(known?.code ?? otherwise, message, {
    cause: error,
    ...(known?.hint !== undefined && { hint: known.hint }),
    ...(known?.written !== undefined && { written: known.written }),
  })
}

/** How Helm begins to say that it cannot: Helm 3 with a capital letter. */
export function unable({ compat }: Pick<RunOptions, 'compat'>): string {
  return compat === 'helm3' ? 'Unable' : 'unable'
}
