import { PatchError, type PatchErrorCode } from '#kube'
import { KustomizeError, type KustomizeErrorCode } from '../error.ts'
import { KIND_HINTS, type NodeKind } from '../fields/wrong-kind.ts'
import type { Json } from '../resource/json.ts'
import { nodeText } from '../resource/node-text.ts'
import { type PatchPlace, positionAt } from './place.ts'

/** What is known of a patch that cannot be applied. */
export interface Failing {
  readonly place: PatchPlace
  /** Line in the patch's own file at which its document starts. */
  readonly line?: number | undefined
  /** What to say where the error itself has no hint. */
  readonly hint?: (error: PatchError) => string | undefined
}

/** A `PatchError` as an error of the build, with the place in the patch; anything else is given back as it is. */
export function patchFailure(error: unknown, { place, line, hint }: Failing): unknown {
  if (!(error instanceof PatchError)) return error
  const path = error.operation === undefined ? (error.path ?? []) : [error.operation]
  return new KustomizeError({
    code: CODES[error.code],
    message: error.message + contents(error),
    position: positionAt(place, path, line),
    hint: error.hint ?? hint?.(error) ?? formHint(error),
    cause: error,
  })
}

/** How to write what the patch has in another form. */
function formHint({ code, message }: PatchError): string | undefined {
  const expected = code === 'wrong-kind' ? /expected (\w+Node)/.exec(message)?.[1] : undefined
  return expected !== undefined && expected in KIND_HINTS ? KIND_HINTS[expected as NodeKind] : undefined
}

const CODES: Readonly<Record<PatchErrorCode, KustomizeErrorCode>> = {
  'bad-patch': 'bad-config',
  'bad-directive': 'bad-config',
  'wrong-kind': 'bad-value',
  'no-merge-key': 'bad-value',
  missing: 'no-match',
  'bad-index': 'no-match',
  'test-failed': 'bad-value',
  conflict: 'conflict',
  limit: 'limit',
}

/** The value that has the wrong form, as the reference shows it. */
function contents({ code, value }: PatchError): string {
  if (code !== 'wrong-kind' || value === undefined) return ''
  return `: node contents:\n${nodeText(value as Json)}`
}
