import {
  asNilContainer,
  define,
  type FuncMap,
  type GoFunction,
  type GoMap,
  goJson,
  isNil,
  parseGoJson,
  type SprigEnvironment,
  sprigFunctions,
  type Value,
} from '#template'
import { dump, dumpPretty, load } from '#yaml'
import { goTypeName } from './go-text.ts'
import type { Compat, Lookup } from './options.ts'
import { marked } from './template-failure.ts'
import { dumpToml } from './toml.ts'
import { parseToml } from './toml-parse.ts'
import type { Warnings } from './warnings.ts'

/** What the functions of one render depend on. */
export interface FunctionOptions {
  readonly compat: Compat
  readonly environment: SprigEnvironment
  readonly lookup: Lookup | undefined
  readonly resolveHost: ((host: string) => string) | undefined
  readonly lintMode: boolean
  readonly warnings: Warnings
}

interface Known {
  readonly options: FunctionOptions
  readonly functions: FuncMap
}

const known = new WeakMap<SprigEnvironment, Known>()

/**
 * All functions of Helm's templates but `include` and `tpl`; the same map again for the same options, so that parsed
 * templates stay bound to it. Source: helm.sh/helm/v4 pkg/engine/funcs.go.
 */
export function helmFunctions(options: FunctionOptions): FuncMap {
  const last = known.get(options.environment)
  if (last !== undefined && isSame(last.options, options)) return last.functions
  const functions = createFunctions(options)
  known.set(options.environment, { options, functions })
  return functions
}

/** In lint mode the functions write warnings, which belong to one render. */
function isSame(a: FunctionOptions, b: FunctionOptions): boolean {
  return a.compat === b.compat && a.lookup === b.lookup && a.resolveHost === b.resolveHost && !a.lintMode && !b.lintMode
}

function createFunctions(options: FunctionOptions): FuncMap {
  const { compat, environment } = options
  const functions = new Map<string, GoFunction>(sprigFunctions(environment, compat === 'helm3' ? '3.3' : '3.4'))
  functions.delete('env')
  functions.delete('expandenv')
  const added = [...yamlFunctions(compat), ...jsonFunctions(), ...tomlFunctions(compat)]
  for (const entry of added) functions.set(entry.name, entry)
  for (const entry of clusterFunctions(options)) functions.set(entry.name, entry)
  for (const entry of checkFunctions(options)) functions.set(entry.name, entry)
  return functions
}

function yamlFunctions(compat: Compat): GoFunction[] {
  const functions = [
    define(
      'toYaml',
      ['any'],
      orElse(toYaml, () => ''),
    ),
    define(
      'toYamlPretty',
      ['any'],
      orElse(
        (value) => withoutLastBreak(dumpPretty(value)),
        () => '',
      ),
    ),
    define('fromYaml', ['string'], ofFileSize('fromYaml', orElse(fromYaml, errorMap))),
    define('fromYamlArray', ['string'], ofFileSize('fromYamlArray', orElse(fromYamlArray, errorList))),
  ]
  return compat === 'helm3' ? functions : [...functions, define('mustToYaml', ['any'], toYaml)]
}

function jsonFunctions(): GoFunction[] {
  const toJson = (value: Value): string => goJson(value)
  return [
    define(
      'toJson',
      ['any'],
      orElse(toJson, () => ''),
    ),
    define('mustToJson', ['any'], toJson),
    define('fromJson', ['string'], ofFileSize('fromJson', orElse(fromJson, errorMap))),
    define('fromJsonArray', ['string'], ofFileSize('fromJsonArray', orElse(fromJsonArray, errorList))),
  ]
}

function tomlFunctions(compat: Compat): GoFunction[] {
  return [
    define('toToml', ['any'], (value) => tomlText(value, compat)),
    define(
      'fromToml',
      ['string'],
      ofFileSize('fromToml', (text) => parseToml(text as string)),
    ),
  ]
}

function clusterFunctions({ lookup, resolveHost, lintMode }: FunctionOptions): GoFunction[] {
  const ask = lintMode ? undefined : lookup
  return [
    define('lookup', ['string', 'string', 'string', 'string'], (...names) => {
      const [apiVersion, kind, namespace, name] = names as [string, string, string, string]
      return ask?.(apiVersion, kind, namespace, name) ?? new Map<string, Value>()
    }),
    define('getHostByName', ['string'], (host) => resolveHost?.(host as string) ?? ''),
  ]
}

function checkFunctions({ lintMode, warnings }: FunctionOptions): GoFunction[] {
  const required = (text: string, value: Value): Value => {
    if (value !== null && value !== '') return value
    if (!lintMode) throw new Error(marked(text))
    const text4 = value === null ? 'missing required value' : 'missing required values'
    const attributes4 = [['message', text]] as const
    const text3 = `[INFO] Missing required value: ${text}`
    const place3 = value === null ? 'engine.go:206' : 'engine.go:214'
    warnings.add({ place3, text3, level4: 'WARN', text4, attributes4 })
    return ''
  }
  const fail = (text: string): Value => {
    if (!lintMode) throw new Error(marked(text))
    const attributes4 = [['message', text]] as const
    const text3 = `[INFO] Fail: ${text}`
    warnings.add({ place3: 'engine.go:227', text3, level4: 'INFO', text4: 'funcMap fail', attributes4 })
    return ''
  }
  return [
    define('required', ['string', 'any'], (text, value) => required(text as string, value as Value)),
    define('fail', ['string'], (text) => fail(text as string)),
  ]
}

function orElse(call: (value: Value) => Value, fallback: (message: string) => Value): (value: Value) => Value {
  return (value) => {
    try {
      return call(value)
    } catch (error) {
      if (isLimit(error)) throw error
      return fallback(error instanceof Error ? error.message : String(error))
    }
  }
}

/** Whether a call was stopped because its result would be too large: that is never passed over. */
function isLimit(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === 'too-large'
}

/** Most UTF-16 units that are parsed at once: what a chart's largest file may have. */
const MAX_PARSED = 5 * 1024 * 1024

/** Refuses texts that no chart could have held in a file: reading them takes seconds. */
function ofFileSize(name: string, call: (text: Value) => Value): (text: Value) => Value {
  return (text) => {
    const { length } = text as string
    if (length > MAX_PARSED) throw new Error(`${name}: text of ${length} bytes – expected at most ${MAX_PARSED}`)
    return call(text)
  }
}

function errorMap(message: string): GoMap {
  return new Map([['Error', message]])
}

function errorList(message: string): Value[] {
  return [message]
}

function toYaml(value: Value): string {
  return withoutLastBreak(dump(value, isNil as (empty: object) => boolean))
}

function withoutLastBreak(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text
}

function fromYaml(text: Value): Value {
  const value = loadYaml(text as string)
  if (value === null) return new Map()
  if (!(value instanceof Map)) throw new Error(`${DECODING}${wrongType(value, 'map[string]interface {}')}`)
  return value
}

function fromYamlArray(text: Value): Value {
  const value = loadYaml(text as string)
  if (value === null) return []
  if (!Array.isArray(value)) throw new Error(`${DECODING}${wrongType(value, '[]interface {}')}`)
  return value
}

const DECODING = 'error unmarshaling JSON: while decoding JSON: '

function loadYaml(text: string): Value {
  try {
    return load(text)
  } catch (error) {
    throw new Error(`error converting YAML to JSON: ${(error as Error).message}`, { cause: error })
  }
}

function fromJson(text: Value): Value {
  const value = parseGoJson(text as string)
  if (value === null) return asNilContainer(new Map())
  if (!(value instanceof Map)) throw new Error(wrongType(value, 'map[string]interface {}'))
  return value
}

function fromJsonArray(text: Value): Value {
  const value = parseGoJson(text as string)
  if (value === null) return asNilContainer([])
  if (!Array.isArray(value)) throw new Error(wrongType(value, '[]interface {}'))
  return value
}

/** What Go's JSON decoder says of a value of another type. */
function wrongType(value: Value, wanted: string): string {
  const name = goTypeName(value)
  const json = Array.isArray(value) ? 'array' : value instanceof Map ? 'object' : name === 'float64' ? 'number' : name
  return `json: cannot unmarshal ${json} into Go value of type ${wanted}`
}

function tomlText(value: Value, compat: Compat): string {
  if (value === null) throw new Error('reflect: call of reflect.Value.Type on zero Value')
  try {
    return dumpToml(value, compat)
  } catch (error) {
    if (isLimit(error)) throw error
    return (error as Error).message
  }
}
