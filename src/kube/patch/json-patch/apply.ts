import { PatchError } from '../error.ts'
import { checkNesting } from '../limit.ts'
import { checkOperations } from './check.ts'
import type { Container } from './container.ts'
import { add, copy, move, remove, replace, test } from './kinds.ts'
import { kindOf, type Operation } from './operation.ts'
import { type JsonPatchOptions, settingsOf } from './options.ts'
import type { Run } from './run.ts'

type Kind = (operation: Operation, run: Run) => void

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['add', add],
  ['remove', remove],
  ['replace', replace],
  ['move', move],
  ['test', test],
  ['copy', copy],
])

/**
 * A document with the operations of an RFC 6902 patch applied, as the Go library evanphx/json-patch does it. The document
 * is changed in place, also where it throws; what comes back may be another value. Values of operations are copied.
 * Throws `PatchError` with the library's text and the number of the operation.
 */
export function applyJsonPatch(
  document: Container,
  operations: readonly Operation[],
  options: JsonPatchOptions = {},
): Container {
  checkNesting(document)
  for (const operation of operations) checkNesting(operation)
  const run: Run = { root: document, copiedBytes: 0, copiedValues: 0, settings: settingsOf(options) }
  if (run.settings.isVersion5) checkOperations(operations)
  for (const [at, operation] of operations.entries()) {
    try {
      apply(operation, run)
    } catch (error) {
      throw numbered(error, at)
    }
  }
  return run.root
}

function apply(operation: Operation, run: Run): void {
  const name = kindOf(operation)
  const kind = KINDS.get(name)
  if (kind === undefined) {
    const hint = `op may be ${[...KINDS.keys()].join(', ')}`
    throw new PatchError('bad-patch', `Unexpected kind: ${name}`, { hint })
  }
  kind(operation, run)
}

function numbered(error: unknown, operation: number): unknown {
  if (!(error instanceof PatchError)) return error
  const { code, message, hint } = error
  return new PatchError(code, message, { operation, ...(hint !== undefined && { hint }) })
}
