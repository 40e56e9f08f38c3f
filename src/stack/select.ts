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

/** The chosen releases in the order of their needs; with `withNeeds`, also those that they need, whatever the selectors say. */
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
  return inOrder(releases.filter(({ id, isEnabled }) => chosen.has(id) && isEnabled))
}

/** What is needed before what needs it, otherwise as they stand. There is no circle. */
function inOrder(releases: readonly StackRelease[]): readonly StackRelease[] {
  const byId = new Map(releases.map((release) => [release.id, release]))
  const ordered = new Set<StackRelease>()
  for (const release of releases) {
    const waiting = [release]
    for (let last = waiting.at(-1); last !== undefined; last = waiting.at(-1)) {
      const needs = last.needs.map((id) => byId.get(id)).filter((need) => need !== undefined)
      const next = needs.find((need) => !ordered.has(need))
      if (next === undefined) ordered.add(waiting.pop() ?? last)
      else waiting.push(next)
    }
  }
  return [...ordered].sort((a, b) => a.stage - b.stage)
}
