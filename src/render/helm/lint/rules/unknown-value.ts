import type { GoMap } from '#template'
import { nearestText } from '../../../nearest.ts'
import type { UsageNode } from '../../infer/usage.ts'
import type { Finding } from '../finding.ts'
import { defaultAt, type GivenValue, pathText, type Rule, type RuleContext, visitGiven } from './context.ts'
import { knowledgeOf } from './known.ts'

/** A value given with `-f` or `--set` that nothing reads: most often a slip of the pen. */
export const unknownValue: Rule = {
  name: 'unknown-value',
  docs: 'A value given with -f or --set that values.yaml does not name and no template reads: it changes nothing.',
  check: (context) => {
    const findings: Finding[] = []
    visitGiven(context, (given) => {
      const knowledge = knowledgeOf(context, given.path)
      if (knowledge === 'unknown') findings.push(describe(given, context))
      return knowledge === 'known'
    })
    return findings
  },
}

function describe(given: GivenValue, context: RuleContext): Finding {
  const meant = suggestion(given.path, context)
  const hint = meant === undefined ? '' : ` – did you mean ${meant}`
  return {
    severity: 'warning',
    rule: 'unknown-value',
    path: given.from,
    message: `unknown value ${pathText(given.path)}: no default, and no template reads it${hint}`,
    position: given.position,
    hint: meant && `did you mean ${meant}`,
  }
}

/** A sibling of nearly the same name, or a value of the very name (or nearly) elsewhere. */
function suggestion(path: readonly string[], context: RuleContext): string | undefined {
  const parent = path.slice(0, -1)
  const name = path.at(-1) as string
  const sibling = nearestText(name, namesAt(context, parent))
  if (sibling !== undefined) return [...parent, sibling].join('.')
  const whole = nearestText(path.join('.'), allPaths(context.defaults))
  if (whole !== undefined) return whole
  const [same, ...others] = allPaths(context.defaults).filter((known) => known.endsWith(`.${name}`))
  return others.length === 0 ? same : undefined
}

function namesAt({ defaults, usage }: RuleContext, path: readonly string[]): Set<string> {
  const value = defaultAt(defaults, path)
  let node: UsageNode | undefined = usage.root
  for (const part of path) node = node?.children.get(part)
  return new Set([...(value instanceof Map ? value.keys() : []), ...(node?.children.keys() ?? [])])
}

const MAX_PATHS = 5000

function allPaths(defaults: GoMap): string[] {
  const paths: string[] = []
  const visit = (map: GoMap, prefix: string): void => {
    for (const [key, value] of map) {
      if (paths.length >= MAX_PATHS) return
      paths.push(prefix + key)
      if (value instanceof Map) visit(value, `${prefix}${key}.`)
    }
  }
  visit(defaults, '')
  return paths
}
