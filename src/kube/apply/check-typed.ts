import { goJson } from '../patch/go-json.ts'
import type { Json, JsonObject } from '../patch/json.ts'
import type { Atom, ListAtom, MapAtom, ScalarKind } from './atom.ts'
import { printElement } from './field-path.ts'
import { ElementFault, itemElement, listOf, mapOf, narrow } from './typed-value.ts'

/**
 * What is wrong with an applied configuration by its types, in upstream's words: `.spec.foo: field not declared in schema`;
 * empty when nothing is (typed.TypedValue.Validate).
 */
export function typeFaults(atom: Atom, value: Json): string {
  const faults: Fault[] = []
  check(narrow(atom, value), value, { path: '', faults })
  const texts = faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  return texts.length > 1 ? ['errors:', ...texts.map((text) => `  ${text}`)].join('\n') : (texts[0] ?? '')
}

interface Fault {
  readonly path: string
  readonly message: string
}

interface Place {
  readonly path: string
  readonly faults: Fault[]
}

function check(form: Atom, value: Json, place: Place): void {
  if (form.isIgnored) return
  if (form.map !== undefined) checkMap(form.map, value, place)
  else if (form.scalar !== undefined) checkScalar(form.scalar, value, place)
  else if (form.list !== undefined) checkList(form.list, value, place)
}

function checkMap(atom: MapAtom, value: Json, { path, faults }: Place): void {
  if (value === null) return
  const map = mapOf(value)
  if (map === undefined) {
    faults.push({ path, message: `expected map, got ${valueText(value)}` })
    return
  }
  for (const key of Object.keys(map)) {
    const field = atom.field(key) ?? atom.element
    const inner = { path: `${path}.${key}`, faults }
    if (field === undefined) {
      faults.push({ path: inner.path, message: 'field not declared in schema' })
      return
    }
    check(narrow(field, map[key]), map[key] as Json, inner)
  }
}

function checkList(atom: ListAtom, value: Json, { path, faults }: Place): void {
  if (value === null) return
  const list = listOf(value)
  if (list === undefined) {
    faults.push({ path, message: `expected list, got ${valueText(value)}` })
    return
  }
  const seen = new Set<string>()
  for (const [at, item] of list.entries()) {
    const element = atom.isAtomic ? `i:${at}` : itemElement(atom, item)
    if (element instanceof ElementFault) {
      faults.push({ path, message: `element ${at}: ${element.message}` })
      return
    }
    const printed = printElement(element)
    if (seen.has(element)) faults.push({ path, message: `duplicate entries for key ${printed}` })
    seen.add(element)
    check(narrow(atom.items(), item), item, { path: `${path}${printed}`, faults })
  }
}

const EXPECTED: Readonly<Record<ScalarKind, string>> = {
  numeric: 'numeric (int or float)',
  string: 'string',
  boolean: 'boolean',
  untyped: 'any scalar',
}
const TYPES: Readonly<Record<ScalarKind, readonly string[]>> = {
  numeric: ['number'],
  string: ['string'],
  boolean: ['boolean'],
  untyped: ['number', 'string', 'boolean'],
}

function checkScalar(kind: ScalarKind, value: Json, { path, faults }: Place): void {
  if (value === null || TYPES[kind].includes(typeof value)) return
  const got = kind === 'numeric' ? goKind(value) : kind === 'string' ? goSyntax(value) : valueText(value)
  faults.push({ path, message: `expected ${EXPECTED[kind]}, got ${got}` })
}

/** Go's `%T` of a decoded value. */
function goKind(value: Json): string {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}'
}

/** Go's `%#v` of upstream's wrapped value. */
function goSyntax(value: Json): string {
  return `&value.valueUnstructured{Value:${goLiteral(value)}}`
}

function goLiteral(value: Json): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(goLiteral).join(', ')}}`
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? goJson(value) : String(value)
  const fields = Object.entries(value as JsonObject).map(([key, field]) => `${goJson(key)}:${goLiteral(field)}`)
  return `map[string]interface {}{${fields.join(', ')}}`
}

/** Go's `%v` of upstream's wrapped value. */
function valueText(value: Json): string {
  if (typeof value !== 'object' || value === null) return `&{${String(value)}}`
  return `&{${goText(value)}}`
}

function goText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`
  if (typeof value !== 'object' || value === null) return value === null ? '<nil>' : String(value)
  const map = value as JsonObject
  const keys = Object.keys(map).sort()
  return `map[${keys.map((key) => `${key}:${goText(map[key] as Json)}`).join(' ')}]`
}
