import type { StackRelease } from './contract.ts'
import { StackError } from './error.ts'

/** Whether a release fits one of the selectors (`tier=web,name!=db`); without any, all do. Throws `bad-selector`. */
export function selects(selectors: readonly string[], { labels }: Pick<StackRelease, 'labels'>): boolean {
  return selectors.length === 0 || selectors.some((selector) => selector.split(',').every((part) => fits(part, labels)))
}

const PART = /^([\w./+-]+)(!?=)([\w./+-]+)$/

function fits(part: string, labels: StackRelease['labels']): boolean {
  const [, key, operator, value] = PART.exec(part.trim()) ?? []
  if (key === undefined) {
    throw new StackError('bad-selector', `malformed label: ${part}. Expected label in form k=v or k!=v`)
  }
  const actual = Object.hasOwn(labels, key) ? labels[key] : undefined
  return operator === '=' ? actual === value : actual !== value
}

/** The chosen releases; with `withNeeds`, also those that they need, whatever the selectors say. */
export function choose(
  releases: readonly StackRelease[],
  selectors: readonly string[],
  { withNeeds }: { readonly withNeeds: boolean },
): readonly StackRelease[] {
  const chosen = new Set(releases.filter((release) => selects(selectors, release)).map(({ id }) => id))
  if (withNeeds) {
    // A set that grows while it is walked: what is added is walked too.
    for (const id of chosen) for (const need of releases.find((each) => each.id === id)?.needs ?? []) chosen.add(need)
  }
  return releases.filter(({ id, isEnabled }) => chosen.has(id) && isEnabled)
}
