import { goQuote } from '../status/go-quote.ts'
import { applyConflict } from '../status/refuse.ts'
import type { StatusError } from '../status/status.ts'
import { type PathElement, printPath } from './field-path.ts'
import { type FieldSet, pathsOf } from './field-set.ts'
import type { Owner, Owners } from './owner.ts'

/** A field that an apply would change, and who owns it. */
export interface Conflict {
  readonly owner: Owner
  readonly path: readonly PathElement[]
}

/** Every field of the sets, by owner in the order in which they are told. */
export function conflictsOf(sets: ReadonlyMap<string, FieldSet>, owners: Owners): readonly Conflict[] {
  return [...sets.keys()].sort(byIdentifier(owners)).flatMap((key) => {
    const owner = owners.get(key) as Owner
    return pathsOf(sets.get(key) as FieldSet).map((path) => ({ owner, path }))
  })
}

/** The 409 that tells them (managedfields.NewConflictError). */
export function refuseConflicts(conflicts: readonly Conflict[]): StatusError {
  const causes = conflicts.map(({ owner, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${printOwner(owner)}`,
    field: printPath(path),
  }))
  return applyConflict(causes, messageOf(conflicts))
}

function messageOf(conflicts: readonly Conflict[]): string {
  const [only] = conflicts
  if (conflicts.length === 1 && only !== undefined) {
    return `Apply failed with 1 conflict: conflict with ${printOwner(only.owner)}: ${printPath(only.path)}`
  }
  const lines: string[] = []
  let last: Owner | undefined
  for (const { owner, path } of conflicts) {
    if (owner !== last) lines.push(`conflicts with ${printOwner(owner)}:`)
    lines.push(`- ${printPath(path)}`)
    last = owner
  }
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`
}

function printOwner({ manager, operation, apiVersion, subresource }: Owner): string {
  const name = subresource === '' ? goQuote(manager) : `${goQuote(manager)} with subresource ${goQuote(subresource)}`
  return operation === 'Update' ? `${name} using ${apiVersion}` : name
}

/** Owners are told in the order of what upstream names them by: the JSON of their entry. */
function byIdentifier(owners: Owners): (a: string, b: string) => number {
  return (a, b) => {
    const [left, right] = [identifierOf(owners.get(a) as Owner), identifierOf(owners.get(b) as Owner)]
    return left < right ? -1 : Number(left > right)
  }
}

function identifierOf({ manager, operation, apiVersion, subresource }: Owner): string {
  return JSON.stringify({
    ...(manager !== '' && { manager }),
    operation,
    ...(operation === 'Update' && { apiVersion }),
    ...(subresource !== '' && { subresource }),
  })
}
