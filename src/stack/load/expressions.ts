import type { GoMap } from '#template'
import { load, type YamlMap, type YamlValue } from '#yaml'
import { StackError } from '../error.ts'
import { type FileContext, runText } from './context.ts'
import { refuseEndless } from './endless.ts'
import { mapAt, pairsOf, textAt } from './read.ts'

/** Rounds until texts that name one another stand still; helmfile stops there too. */
const MAX_ROUNDS = 6
const NAMED = ['name', 'namespace', 'chart', 'version', 'kubeContext'] as const
const SINGLE = /^\s*\{\{(?:[^{}"`]|"(?:[^"\\]|\\.)*"|`[^`]*`)*\}\}\s*$/

/** A release whose texts have been run as templates, and what its values files see. */
export interface Expanded {
  readonly release: YamlMap
  /** The file's data with `.Release`. */
  readonly data: GoMap
}

/** Runs the templates in a release's texts: names first, for the others may use them. Throws StackError `template`. */
export function expandRelease(release: YamlMap, base: GoMap, context: FileContext): Expanded {
  const current = settledNames(release, base, context)
  const data = withRelease(base, current)
  const expand = (value: YamlValue, isTyped: boolean): YamlValue =>
    expandValue(value, { data, isTyped, name: '' }, context)
  const result = new Map(current)
  for (const [key, value] of current) {
    if (!(NAMED as readonly string[]).includes(key)) result.set(key, expandField(key, value, expand))
  }
  for (const key of ['installed', 'condition', 'wait', 'verify']) {
    const template = result.get(`${key}Template`)
    if (template !== undefined && template !== null) result.set(key, booleanOf(template, `${key}Template`, context))
  }
  return { release: result, data }
}

/** The texts that name one another, run until they stand still. */
function settledNames(release: YamlMap, base: GoMap, context: FileContext): YamlMap {
  let current = release
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = expandNames(current, { release: current, data: withRelease(base, current) }, context)
    if (NAMED.every((key) => textAt(next, key) === textAt(current, key))) return next
    current = next
  }
  const title = `${context.file}: release ${JSON.stringify(textAt(release, 'name'))}`
  throw new StackError('template', `${title}: recursive references can't be resolved`)
}

function booleanOf(template: YamlValue, key: string, { file }: FileContext): boolean {
  const value = typeof template === 'string' ? load(template) : template
  if (typeof value === 'boolean') return value
  throw new StackError('template', `${file}: ${key} gives ${JSON.stringify(template)} – expected true or false`)
}

function expandNames(release: YamlMap, { data }: Expanded, context: FileContext): YamlMap {
  const result = new Map(release)
  for (const key of NAMED) {
    const value = release.get(key)
    if (typeof value === 'string')
      result.set(key, runText(context, `${context.file} (${key})`, { text: value, data }).trim())
  }
  return result
}

type Expand = (value: YamlValue, isTyped: boolean) => YamlValue

/** `values` has files to expand and maps to leave; `valuesTemplate` and `setTemplate` are expanded whole. */
function expandField(key: string, value: YamlValue, expand: Expand): YamlValue {
  switch (key) {
    case 'values':
    case 'secrets':
      return Array.isArray(value) ? value.map((item) => (typeof item === 'string' ? expand(item, false) : item)) : value
    case 'valuesTemplate':
      return Array.isArray(value) ? value.map((item) => expand(item, typeof item !== 'string')) : value
    case 'set':
    case 'setString':
      return value
    case 'setTemplate':
    case 'labels':
    case 'needs':
    case 'valuesFrom':
    case 'postRendererArgs':
    case 'fieldPolicy':
    case 'description':
    case 'installedTemplate':
    case 'conditionTemplate':
    case 'waitTemplate':
    case 'verifyTemplate':
      return expand(value, false)
    default:
      return value
  }
}

interface Expanding {
  readonly data: GoMap
  /** A text that is one template alone becomes what its output reads as: `{{ .Values.replicas }}` a number. */
  readonly isTyped: boolean
  readonly name: string
}

function expandValue(value: YamlValue, expanding: Expanding, context: FileContext): YamlValue {
  if (Array.isArray(value)) return value.map((item) => expandValue(item, expanding, context))
  if (value instanceof Map) {
    return new Map([...value].map(([key, item]) => [key, expandValue(item, expanding, context)]))
  }
  if (typeof value !== 'string' || !value.includes('{{')) return value
  const text = runText(context, `${context.file} (${value.slice(0, 40)})`, { text: value, data: expanding.data })
  if (!expanding.isTyped || !SINGLE.test(value)) return text
  const typed = load(text)
  refuseEndless(typed, context.file)
  return typed
}

function withRelease(base: GoMap, release: YamlMap): GoMap {
  const about: GoMap = new Map<string, GoMap | string>([
    ['Name', textAt(release, 'name')],
    ['Namespace', textAt(release, 'namespace')],
    ['Chart', textAt(release, 'chart')],
    ['ChartVersion', textAt(release, 'version')],
    ['Version', textAt(release, 'version')],
    ['KubeContext', textAt(release, 'kubeContext')],
    ['Labels', new Map(pairsOf(mapAt(release, 'labels')))],
  ])
  return new Map([...base, ['Release', about]])
}
