import type { CelIssue } from '../error.ts'
import { formatProblem } from '../library/format.ts'
import { failsToCompile } from '../library/regex.ts'
import { parseDuration, parseTimestamp } from '../library/time-text.ts'
import type { Node, NodeOf } from '../parse/node.ts'
import { childrenOf } from '../parse/walk.ts'
import { isSameType, printType, type Type } from '../type/type.ts'
import { Uint, type Value } from '../value/value.ts'
import type { Checked } from './checked.ts'

/** What is wrong with literals: durations, times and patterns that are none, lists and maps of mixed types. */
export function literalIssues(checked: Checked): readonly CelIssue[] {
  const issues: CelIssue[] = []
  visit(checked.root, false)
  return issues

  function visit(node: Node, isFree: boolean): void {
    if (node.kind === 'call') issues.push(...argumentIssues(checked, node), ...formatIssues(node))
    if (node.kind === 'list' && !isFree) issues.push(...mixedItems(checked, node))
    if (node.kind === 'map' && !isFree) issues.push(...mixedEntries(checked, node))
    const isFormat = node.kind === 'call' && node.name === 'format'
    for (const child of childrenOf(node)) visit(child, isFree || isFormat)
  }
}

const LITERALS: Readonly<Record<string, { readonly at: number; readonly isBad: (text: string) => boolean }>> = {
  duration: { at: 0, isBad: (text) => parseDuration(text) === undefined },
  timestamp: { at: 0, isBad: (text) => parseTimestamp(text) === undefined },
  matches: { at: -1, isBad: failsToCompile },
}

function argumentIssues({ calls }: Checked, node: NodeOf<'call'>): readonly CelIssue[] {
  const rule = Object.hasOwn(LITERALS, node.name) ? LITERALS[node.name] : undefined
  const call = calls.get(node)
  if (rule === undefined || call === undefined || call.name !== node.name) return []
  const argument = node.arguments.at(rule.at)
  if (argument?.kind !== 'constant') return []
  if (node.name === 'timestamp' && argument.constant.type === 'int') {
    const isFine = argument.constant.value >= -62_135_596_800n && argument.constant.value <= 253_402_300_799n
    return isFine ? [] : [{ at: argument.at, message: 'invalid timestamp argument' }]
  }
  if (argument.constant.type !== 'string') return []
  if (!rule.isBad(argument.constant.value)) return []
  return [{ at: argument.at, message: `invalid ${node.name} argument` }]
}

/** What `format` says of literals it cannot write. */
function formatIssues({ name, target, arguments: [list], at }: NodeOf<'call'>): readonly CelIssue[] {
  if (name !== 'format' || target?.kind !== 'constant' || target.constant.type !== 'string' || list?.kind !== 'list')
    return []
  const values = list.items.map(({ value }) => literalOf(value))
  const problem = formatProblem(target.constant.value, values)
  if (problem === undefined) return []
  const item = problem.index === undefined ? undefined : list.items[problem.index]
  return [{ at: item?.value.at ?? at, message: problem.message }]
}

function literalOf(node: Node): Value | undefined {
  if (node.kind !== 'constant') return undefined
  return node.constant.type === 'uint' ? new Uint(node.constant.value) : node.constant.value
}

function mixedItems(checked: Checked, node: NodeOf<'list'>): readonly CelIssue[] {
  const items = node.items.map(({ value, isOptional }) => ({ node: value, isOptional }))
  return mixed(checked, items).slice(0, 1)
}

function mixedEntries(checked: Checked, node: NodeOf<'map'>): readonly CelIssue[] {
  const keys = node.entries.map(({ key }) => ({ node: key, isOptional: false }))
  const values = node.entries.map(({ value, isOptional }) => ({ node: value, isOptional }))
  return [...mixed(checked, keys), ...mixed(checked, values)]
}

function mixed(
  { types }: Checked,
  parts: readonly { readonly node: Node; readonly isOptional: boolean }[],
): readonly CelIssue[] {
  let first: Type | undefined
  const issues: CelIssue[] = []
  for (const { node, isOptional } of parts) {
    const whole = types.get(node)
    const type = isOptional && whole?.kind === 'optional' ? whole.item : whole
    if (type === undefined) continue
    first ??= type
    if (isSameType(first, type)) continue
    issues.push({ at: node.at, message: `expected type '${printType(first)}' but found '${printType(type)}'` })
  }
  return issues
}
