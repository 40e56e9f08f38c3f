import type { StackRelease } from '../contract.ts'
import { StackError } from '../error.ts'
import { selects } from '../select.ts'

/**
 * Releases with their needs as ids: `[CONTEXT/][NAMESPACE/]NAME`, a bare name in the release's own namespace or the only one
 * of that name. Where several have one id, the selectors have to tell them apart. Throws `duplicate`, `unknown-need`, `cycle`.
 */
export function resolveNeeds<R extends StackRelease>(
  releases: readonly R[],
  selectors: readonly string[] = [],
): readonly R[] {
  const byId = withoutDuplicates(releases, selectors)
  const resolved = [...byId.values()].map((release) => ({
    ...release,
    needs: [...new Set(release.needs.map((need) => find(need, release, byId)))],
  }))
  refuseCycles(resolved)
  return waitForNeeded(resolved)
}

function withoutDuplicates<R extends StackRelease>(
  releases: readonly R[],
  selectors: readonly string[],
): ReadonlyMap<string, R> {
  const byId = new Map<string, R>()
  for (const release of releases) {
    const first = byId.get(release.id)
    const isMeant = selectors.length === 0 || selects(selectors, release)
    const isFirstMeant = first !== undefined && (selectors.length === 0 || selects(selectors, first))
    if (first !== undefined && isMeant && isFirstMeant) throw duplicate(first, release)
    if (first === undefined || isMeant) byId.set(release.id, release)
  }
  return byId
}

function duplicate(first: StackRelease, { name, namespace, file, position }: StackRelease): StackError {
  const where = namespace === '' ? '' : ` in namespace ${JSON.stringify(namespace)}`
  const text = `duplicate release ${JSON.stringify(name)} found${where}`
  const line = first.position === undefined ? '' : `:${first.position.line}`
  const hint = `the first one is in ${first.file}${line}; give one another name or namespace, or choose one with -l`
  return new StackError('duplicate', position === undefined ? `${file}: ${text}` : text, { position, hint })
}

/** In our format, what others need has to be ready before they start, unless it says otherwise. */
function waitForNeeded<R extends StackRelease>(releases: readonly R[]): readonly R[] {
  const needed = new Set(releases.flatMap(({ needs }) => needs))
  return releases.map((release) => {
    const isSaid = release.flags.some(([flag]) => flag === 'wait' || flag === 'rollback-on-failure')
    const waits = release.format === 'own' && needed.has(release.id) && !isSaid
    return waits ? { ...release, flags: [...release.flags, ['wait', true]] } : release
  })
}

/** A context may hold slashes: it is all that stands before the last two parts. */
function find(need: string, release: StackRelease, byId: ReadonlyMap<string, StackRelease>): string {
  const parts = need.split('/')
  const name = parts.pop() ?? ''
  const namespace = parts.pop() ?? release.namespace
  const own = release.id.split('/').slice(0, -2).join('/')
  const context = parts.length > 0 ? parts.join('/') : own
  const id = [...(context === '' ? [] : [context]), namespace, name].join('/')
  if (byId.has(id)) return id
  const others = need.includes('/') ? [] : [...byId.values()].filter((each) => each.name === name)
  const [only] = others
  if (only !== undefined && others.length === 1) return only.id
  throw unknownNeed(need, release, others)
}

function unknownNeed(
  need: string,
  { name, file, position }: StackRelease,
  others: readonly StackRelease[],
): StackError {
  const text = `release ${name} needs ${need}, which is not there`
  const hint = others.length > 1 ? `one of ${others.map((each) => each.id).join(', ')}` : 'a typo in "needs"?'
  return new StackError('unknown-need', position === undefined ? `${file}: ${text}` : text, { position, hint })
}

function refuseCycles(releases: readonly StackRelease[]): void {
  const byId = new Map(releases.map((release) => [release.id, release]))
  const done = new Set<string>()
  for (const { id } of releases) {
    const path: string[] = []
    const waiting: { readonly id: string; readonly depth: number }[] = [{ id, depth: 0 }]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const left of path.splice(next.depth)) done.add(left)
      if (path.includes(next.id)) throw cycle(path.slice(path.indexOf(next.id)), byId)
      if (done.has(next.id)) continue
      path.push(next.id)
      for (const need of byId.get(next.id)?.needs ?? []) waiting.push({ id: need, depth: path.length })
    }
    for (const left of path) done.add(left)
  }
}

function cycle(path: readonly string[], byId: ReadonlyMap<string, StackRelease>): StackError {
  const [first = ''] = path
  const circle = [...path, first].map((each) => each.replace(/^\//, ''))
  const position = byId.get(first)?.position
  return new StackError('cycle', `releases need one another: ${circle.join(' → ')}`, { position })
}
