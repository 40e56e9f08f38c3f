import { type Json, type KubeObject, sameJson, textAt } from '#kube'

/** What is to be done so that the newest revision has the owner's state. */
export type Decision =
  | { readonly act: 'keep'; readonly revision: KubeObject }
  /** An older revision has the state again: it becomes the newest. */
  | { readonly act: 'renumber'; readonly revision: KubeObject; readonly number: number }
  | { readonly act: 'create'; readonly number: number }

/** What becomes of the history of an owner whose state is `data` now; `revisions` are in order. */
export function decideRevision(revisions: readonly KubeObject[], data: Json): Decision {
  const same = revisions.filter((one) => hasData(one, data))
  const number = Math.max(0, ...revisions.filter((one) => !same.includes(one)).map(numberOf)) + 1
  const newest = same.at(-1)
  if (newest === undefined) return { act: 'create', number }
  return numberOf(newest) >= number ? { act: 'keep', revision: newest } : { act: 'renumber', revision: newest, number }
}

/** The number of a revision. */
export function numberOf(revision: KubeObject): number {
  return Number(revision['revision'] ?? 0)
}

/** Whether a revision keeps this state. */
export function hasData(revision: KubeObject, data: Json): boolean {
  return sameJson(revision['data'], data)
}

/** Oldest first: by number, then by age, then by name. */
export function inOrder(revisions: readonly KubeObject[]): readonly KubeObject[] {
  return [...revisions].sort(
    (a, b) =>
      numberOf(a) - numberOf(b) || compare(createdAt(a), createdAt(b)) || compare(a.metadata.name, b.metadata.name),
  )
}

function createdAt(revision: KubeObject): string {
  return textAt(revision, 'metadata', 'creationTimestamp')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
