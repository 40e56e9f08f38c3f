import type { FieldPolicy, FieldPolicyRule, FieldRule } from '../contract/field-policy.ts'
import { ReleaseError } from '../error.ts'

export type { FieldPolicy, FieldPolicyRule, FieldRule } from '../contract/field-policy.ts'

const FORM = /^(?:([A-Za-z0-9]+)(?:\/([^:/]+))?:)?(\.?[^:=]+)=([a-z]+)$/
const RULES: ReadonlySet<string> = new Set<FieldRule>(['take', 'leave', 'share'])
/** More than any release needs. */
const MAX_RULES = 1000

/**
 * Rules as people write them, one a line or separated by commas: `[KIND[/NAME]:]PATH=take|leave|share`, for example
 * `Deployment/web:.spec.replicas=leave`. Lines that start with `#` say nothing. Throws ReleaseError `conflict`.
 */
export function parseFieldPolicy(text: string): FieldPolicy {
  const lines = text.split('\n').filter((line) => !line.trim().startsWith('#'))
  const rules = lines.flatMap(splitOutsideBrackets).map(parseRule)
  if (rules.length > MAX_RULES) throw new ReleaseError('conflict', `more than ${MAX_RULES} field rules`)
  return rules
}

/** The same as text, one rule a line. */
export function printFieldPolicy(policy: FieldPolicy): string {
  return policy.map(printRule).join('\n')
}

function splitOutsideBrackets(line: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at <= line.length; at++) {
    if (line[at] === '[') depth++
    else if (line[at] === ']') depth--
    if (at < line.length && (line[at] !== ',' || depth > 0)) continue
    parts.push(line.slice(start, at).trim())
    start = at + 1
  }
  return parts.filter((part) => part !== '')
}

function parseRule(text: string): FieldPolicyRule {
  const split = text.lastIndexOf('=')
  const [, kind, name, path, rule] = FORM.exec(maskBrackets(text.slice(0, split)) + text.slice(split)) ?? []
  if (path === undefined || rule === undefined || !RULES.has(rule)) throw badRule(text)
  const before = text.slice(0, split)
  const own = before.slice(before.length - path.length)
  return { kind, name, path: own.startsWith('.') ? own : `.${own}`, rule: rule as FieldRule }
}

/** What stands in brackets may hold `=`, `:` and `/`, which mean something outside. */
function maskBrackets(text: string): string {
  return text.replaceAll(/\[[^\]]*\]/g, (part) => `[${'*'.repeat(part.length - 2)}]`)
}

function badRule(text: string): ReleaseError {
  const hint = 'write [KIND[/NAME]:]PATH=take|leave|share, for example Deployment/web:.spec.replicas=leave'
  return new ReleaseError('conflict', `${JSON.stringify(text)} is no rule for fields`, { hint })
}

function printRule({ kind, name, path, rule }: FieldPolicyRule): string {
  const object = kind === undefined ? '' : `${kind}${name === undefined ? '' : `/${name}`}:`
  return `${object}${path}=${rule}`
}
