import { type Json, type KubeObject, sameJson, valueAt } from '#kube'

/** When duplicates are looked for; says which warning is given. */
export type OwnerCheck = 'before-admission' | 'after-admission'

/** Keeps one of equal owner references (mutates) and warns about the others. */
export function dropDuplicateOwners(object: KubeObject, when: OwnerCheck, warn: (text: string) => void): void {
  const references = object.metadata['ownerReferences']
  if (!Array.isArray(references) || references.length < 2) return
  const kept: Json[] = []
  const duplicates: string[] = []
  for (const reference of references) {
    if (kept.some((other) => sameJson(other, reference))) duplicates.push(uidOf(reference))
    else kept.push(reference)
  }
  if (duplicates.length === 0) return
  object.metadata['ownerReferences'] = kept
  warn(warnings[when](duplicates.join(', ')))
}

function uidOf(reference: Json): string {
  const uid = valueAt(reference, 'uid')
  return typeof uid === 'string' ? uid : ''
}

const start = '.metadata.ownerReferences contains duplicate entries'
const end = (uids: string) =>
  `; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${uids}`

const warnings: Readonly<Record<OwnerCheck, (uids: string) => string>> = {
  'before-admission': (uids) => `${start}${end(uids)}`,
  'after-admission': (uids) => `${start} after mutating admission happens${end(uids)}`,
}
