import { isAbsolute, join } from 'node:path'
import type { YamlMap, YamlValue } from '#yaml'
import type { StackSet } from '../contract.ts'
import { StackError } from '../error.ts'
import { resolveReferences } from '../reference/resolve.ts'
import type { FileContext } from './context.ts'
import { plainValue } from './plain-value.ts'
import { listAt, mapsAt, textAt } from './read.ts'

/** A release's `setTemplate`, `set`, `setString` and `env`, as the flags take them. Throws StackError. */
export function setsOf(release: YamlMap, format: 'own' | 'helmfile', context: FileContext): readonly StackSet[] {
  const given = [...mapsAt(release, 'setTemplate'), ...mapsAt(release, 'set')].map((entry) => ['set', entry] as const)
  const texts = mapsAt(release, 'setString').map((entry) => ['set-string', entry] as const)
  const isSaid = format === 'own' ? () => true : saysSomething
  return [
    ...[...given, ...texts].filter(([, entry]) => isSaid(entry)).map(([kind, entry]) => setOf(kind, entry, context)),
    ...variablesOf(release, context),
  ]
}

/** helmfile passes over entries that are empty. */
function saysSomething(entry: YamlMap): boolean {
  return textAt(entry, 'value') !== '' || textAt(entry, 'file') !== '' || listAt(entry, 'values').length > 0
}

/** Commas in names and values are no separators. */
function setOf(kind: 'set' | 'set-string', entry: YamlMap, context: FileContext): StackSet {
  const name = escapeCommas(textAt(entry, 'name'))
  const file = textAt(entry, 'file')
  if (textAt(entry, 'value') === '' && file !== '') {
    return { kind: 'set-file', expression: `${name}=${isAbsolute(file) ? file : join(context.folder, file)}` }
  }
  const many = listAt(entry, 'values')
  if (many.length > 0) {
    return { kind, expression: `${name}={${many.map((value) => scalarText(looked(value, context))).join(',')}}` }
  }
  const value = looked(entry.get('value') ?? null, context)
  if (typeof value === 'object' && value !== null) {
    return { kind: 'set-json', expression: `${name}=${JSON.stringify(plainValue(value))}` }
  }
  return { kind, expression: `${name}=${scalarText(value)}` }
}

function looked(value: YamlValue, context: FileContext): YamlValue {
  return typeof value === 'string' ? resolveReferences(value, context) : value
}

/** `env: [{name, value}]`: values that stand in variables of the environment. */
function variablesOf(release: YamlMap, { world, file }: FileContext): readonly StackSet[] {
  const entries = mapsAt(release, 'env').map((entry) => [textAt(entry, 'name'), textAt(entry, 'value')] as const)
  const unset = entries.filter(([, variable]) => world.variable(variable) === undefined)
  if (unset.length > 0) {
    const names = unset.map(([, variable]) => variable).join(', ')
    throw new StackError(
      'bad-values',
      `${file}: environment variables of release ${textAt(release, 'name')} not found: ${names}`,
    )
  }
  return entries.map(([name, variable]) => ({
    kind: 'set',
    expression: `${escapeCommas(name)}=${escapeCommas(world.variable(variable) ?? '')}`,
  }))
}

function scalarText(value: YamlValue): string {
  if (typeof value === 'object' && value !== null) return escapeCommas(JSON.stringify(plainValue(value)))
  return value === null ? 'null' : escapeCommas(String(value))
}

function escapeCommas(text: string): string {
  return text.replaceAll(',', '\\,')
}
