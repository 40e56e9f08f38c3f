import type { StackRelease } from '../contract.ts'
import { StackError } from '../error.ts'

/**
 * Releases with their needs as ids: `[CONTEXT/][NAMESPACE/]NAME`, a bare name in the release's own namespace or the only one
 * of that name. Throws `duplicate`, `unknown-need`, `cycle`.
 */
export function resolveNeeds(releases: readonly StackRelease[]): readonly StackRelease[] {
  const byId = new Map<string, StackRelease>()
  for (const release of releases) {
    if (byId.has(release.id)) {
      throw new StackError('duplicate', `${release.file}: ${release.id.replace(/^\//, '')} is there twice`)
    }
    byId.set(release.id, release)
  }
  const resolved = releases.map((release) => ({
    ...release,
    needs: release.needs.map((need) => find(need, release, byId)),
  }))
  refuseCycles(resolved)
  return waitForNeeded(resolved)
}

/** In our format, what others need has to be ready before they start, unless it says otherwise. */
function waitForNeeded(releases: readonly StackRelease[]): readonly StackRelease[] {
  const needed = new Set(releases.flatMap(({ needs }) => needs))
  return releases.map((release) => {
    const isSaid = release.flags.some(([flag]) => flag === 'wait' || flag === 'rollback-on-failure')
    const waits = release.format === 'own' && needed.has(release.id) && !isSaid
    return waits ? { ...release, flags: [...release.flags, ['wait', true]] } : release
  })
}

function find(need: string, release: StackRelease, byId: ReadonlyMap<string, StackRelease>): string {
  const [name = '', namespace = release.namespace, context = release.context] = need.split('/').toReversed()
  const id = [...(context === '' ? [] : [context]), namespace, name].join('/')
  if (byId.has(id)) return id
  const others = need.includes('/') ? [] : [...byId.values()].filter((each) => each.name === name)
  const [only] = others
  if (only !== undefined && others.length === 1) return only.id
  const hint = others.length > 1 ? `one of ${others.map((each) => each.id).join(', ')}` : 'a typo in "needs"?'
  throw new StackError('unknown-need', `${release.file}: release ${release.name} needs ${need}, which is not there`, {
    hint,
  })
}

function refuseCycles(releases: readonly StackRelease[]): void {
  const byId = new Map(releases.map((release) => [release.id, release]))
  const done = new Set<string>()
  for (const { id } of releases) {
    const path: string[] = []
    const waiting: { readonly id: string; readonly depth: number }[] = [{ id, depth: 0 }]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const left of path.splice(next.depth)) done.add(left)
      if (path.includes(next.id)) {
        const circle = [...path.slice(path.indexOf(next.id)), next.id].map((each) => each.replace(/^\//, ''))
        throw new StackError('cycle', `releases need one another: ${circle.join(' → ')}`)
      }
      if (done.has(next.id)) continue
      path.push(next.id)
      for (const need of byId.get(next.id)?.needs ?? []) waiting.push({ id: need, depth: path.length })
    }
    for (const left of path) done.add(left)
  }
}
