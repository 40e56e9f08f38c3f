import { PatchError } from '../error.ts'
import { goJson } from '../go-json.ts'
import { kindOf, type Operation, pointerOf } from './operation.ts'

/** What version 5 refuses before it runs anything. Throws `bad-patch`. */
export function checkOperations(operations: readonly Operation[]): void {
  for (const [at, operation] of operations.entries()) {
    try {
      checkOperation(operation)
    } catch (error) {
      if (!(error instanceof PatchError)) throw error
      throw new PatchError('bad-patch', `invalid operation ${goJson(sorted(operation))}: ${error.message}`, {
        operation: at,
      })
    }
  }
}

const KNOWN = ['add', 'replace', 'move', 'copy', 'remove', 'test']

function checkOperation(operation: Operation): void {
  const kind = kindOf(operation)
  if (!KNOWN.includes(kind)) throw new PatchError('bad-patch', 'unsupported operation')
  const needsValue = kind === 'add' || kind === 'replace'
  if (needsValue && !Object.hasOwn(operation, 'value')) {
    throw new PatchError('bad-patch', "failed to decode 'value': operation, missing value field: missing value")
  }
  if (kind === 'move' || kind === 'copy') checkPointer(operation, 'from')
  checkPointer(operation, 'path')
}

function checkPointer(operation: Operation, field: 'path' | 'from'): void {
  try {
    pointerOf(operation, field)
  } catch (error) {
    throw error instanceof PatchError
      ? new PatchError(error.code, `failed to decode '${field}': ${error.message}`)
      : error
  }
}

/** An operation is a Go map, which is printed by its keys; what is in it stays as it was written. */
function sorted(operation: Operation): Operation {
  return Object.fromEntries(Object.entries(operation).sort(([a], [b]) => (a < b ? -1 : 1)))
}
