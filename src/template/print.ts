import { fromBytes } from './bytes.ts'
import { type Flags, pad } from './flags.ts'
import {
  formatCharacter,
  formatFloating,
  formatHexText,
  formatInteger,
  formatQuoted,
  formatQuotedCharacter,
  formatText,
  formatUnicode,
} from './format.ts'
import { sortedKeys } from './order.ts'
import { goTypeName } from './types.ts'
import { Complex, GoObject, Int, type Value } from './value.ts'

/** A value, or nothing at all: Go's invalid reflect.Value. */
type Printable = Value | undefined

/** Addresses mean nothing here; this is what `%p` and nested pointers print. */
const ADDRESS = 0xc000012000n
const FLOAT_FALLBACK: Readonly<Record<string, number>> = { e: 6, E: 6, f: 6, F: 6, g: -1, G: -1, b: -1, x: -1, X: -1 }

/** How deep a printed value may nest and how much it may hold: a map that holds itself would not end. */
const MAX_NESTING = 500
const MAX_CONTAINERS = 1_000_000

/** Prints `value` under a verb as package fmt does. */
export function printArgument(value: Printable, verb: string, flags: Flags): string {
  if (value === null || value === undefined)
    return verb === 'T' || verb === 'v' ? pad('<nil>', flags) : badVerb(value, verb, flags)
  if (verb === 'T') return formatText(goTypeName(value), flags)
  if (verb === 'p') return printPointer(value, verb, flags)
  if (value instanceof Uint8Array) return printBytes(value, verb, { flags, typeName: '[]byte' })
  return printValue(value, verb, { flags, depth: 0, erroring: false, seen: { containers: 0 } })
}

interface Context {
  readonly flags: Flags
  readonly depth: number
  /** Set while a wrong verb is being reported: then `String()` is not asked. */
  readonly erroring: boolean
  readonly seen: { containers: number }
}

/** `%!verb(type=value)`. */
function badVerb(value: Printable, verb: string, flags: Flags): string {
  if (value === null || value === undefined) return `%!${verb}(<nil>)`
  const shown =
    value instanceof Uint8Array
      ? printBytes(value, 'v', { flags, typeName: '[]byte' })
      : printValue(value, 'v', { flags, depth: 0, erroring: true, seen: { containers: 0 } })
  return `%!${verb}(${goTypeName(value)}=${shown})`
}

function printValue(value: Value, verb: string, context: Context): string {
  const { flags } = context
  switch (typeof value) {
    case 'string':
      return printString(value, verb, flags)
    case 'number':
      return printFloat(value, verb, flags)
    case 'boolean':
      return verb === 't' || verb === 'v' ? pad(String(value), flags) : badVerb(value, verb, flags)
    default:
      return printOther(value, verb, context)
  }
}

function printOther(value: Exclude<Value, string | number | boolean>, verb: string, context: Context): string {
  const { flags } = context
  if (value === null) return flags.sharpV ? 'interface {}(nil)' : '<nil>'
  if (value instanceof Int) return printInteger(value, verb, flags)
  if (value instanceof Complex) return printComplex(value, verb, flags)
  checkSize(context)
  if (value instanceof GoObject) return printObject(value, verb, context)
  if (value instanceof Map) return printMap(value, verb, context)
  if (Array.isArray(value)) return printList(value, verb, context)
  if (value instanceof Uint8Array) return printNestedBytes(value, verb, context)
  return printPointer(value, verb, flags)
}

function checkSize(context: Context): void {
  if (context.depth > MAX_NESTING)
    throw new Error(`value is nested deeper than ${MAX_NESTING} levels or contains itself`)
  if (++context.seen.containers > MAX_CONTAINERS)
    throw new Error(`value holds more than ${MAX_CONTAINERS} lists and maps`)
}

function printString(value: string, verb: string, flags: Flags): string {
  switch (verb) {
    case 'v':
      return flags.sharpV ? formatQuoted(value, flags) : formatText(value, flags)
    case 's':
      return formatText(value, flags)
    case 'q':
      return formatQuoted(value, flags)
    case 'x':
    case 'X':
      return formatHexText(value, verb === 'X', flags)
  }
  return badVerb(value, verb, flags)
}

function printInteger(value: Int, verb: string, flags: Flags): string {
  const number = value.value
  switch (verb) {
    case 'v':
      return flags.sharpV && value.kind.startsWith('u')
        ? formatInteger(number, { base: 16 }, { ...flags, sharp: true })
        : formatInteger(number, { base: 10 }, flags)
    case 'd':
      return formatInteger(number, { base: 10 }, flags)
    case 'b':
      return formatInteger(number, { base: 2 }, flags)
    case 'o':
    case 'O':
      return formatInteger(number, { base: 8, octalPrefix: verb === 'O' }, flags)
    case 'x':
    case 'X':
      return formatInteger(number, { base: 16, upper: verb === 'X' }, flags)
    case 'c':
      return formatCharacter(number, flags)
    case 'q':
      return formatQuotedCharacter(number, flags)
    case 'U':
      return formatUnicode(number, flags)
  }
  return badVerb(value, verb, flags)
}

function printFloat(value: number, verb: string, flags: Flags): string {
  if (verb === 'v') return formatFloating(value, 'g', { fallback: -1, flags })
  const fallback = FLOAT_FALLBACK[verb]
  if (fallback === undefined) return badVerb(value, verb, flags)
  return formatFloating(value, verb === 'F' ? 'f' : (verb as 'e'), { fallback, flags })
}

function printComplex(value: Complex, verb: string, flags: Flags): string {
  if (verb !== 'v' && FLOAT_FALLBACK[verb] === undefined) return badVerb(value, verb, flags)
  const real = printFloat(value.real, verb, flags)
  return `(${real}${printFloat(value.imaginary, verb, { ...flags, plus: true })}i)`
}

/** `[]byte` on its own. */
function printBytes(value: Uint8Array, verb: string, options: { flags: Flags; typeName: string }): string {
  const { flags } = options
  switch (verb) {
    case 'v':
    case 'd':
      return flags.sharpV ? sharpBytes(value, options) : `[${byteNumbers(value, flags)}]`
    case 's':
      return formatText(fromBytes(value), flags)
    case 'q':
      return formatQuoted(fromBytes(value), flags)
    case 'x':
    case 'X':
      return formatHexText(value, verb === 'X', flags)
  }
  const context = { flags, depth: 1, erroring: false, seen: { containers: 0 } }
  return `[${Array.from(value, (byte) => printValue(new Int('uint8', BigInt(byte)), verb, context)).join(' ')}]`
}

function sharpBytes(value: Uint8Array, options: { flags: Flags; typeName: string }): string {
  const flags = { ...options.flags, sharp: true }
  const shown = Array.from(value, (byte) => formatInteger(BigInt(byte), { base: 16 }, flags))
  return `${options.typeName}{${shown.join(', ')}}`
}

/** Charts print `$` with all its files, megabytes of them: without flags that is left to the runtime. */
function byteNumbers(value: Uint8Array, flags: Flags): string {
  const isPlain = !flags.plus && !flags.space && flags.width === undefined && flags.precision === undefined
  if (isPlain) return value.join(' ')
  return Array.from(value, (byte) => formatInteger(BigInt(byte), { base: 10 }, flags)).join(' ')
}

function printNestedBytes(value: Uint8Array, verb: string, context: Context): string {
  return printBytes(value, verb, { flags: context.flags, typeName: '[]uint8' })
}

function printMap(value: ReadonlyMap<string, Value>, verb: string, context: Context): string {
  const { flags } = context
  const inner = { ...context, depth: context.depth + 1 }
  const map = value as Map<string, Value>
  const shown = sortedKeys(map).map(
    (key) => `${printValue(key, verb, inner)}:${printElement(map.get(key) as Value, verb, inner)}`,
  )
  return flags.sharpV ? `${goTypeName(map)}{${shown.join(', ')}}` : `map[${shown.join(' ')}]`
}

function printList(value: Value[], verb: string, context: Context): string {
  const inner = { ...context, depth: context.depth + 1 }
  const shown = value.map((element) => printElement(element, verb, inner))
  return context.flags.sharpV ? `${goTypeName(value)}{${shown.join(', ')}}` : `[${shown.join(' ')}]`
}

function printElement(value: Value, verb: string, context: Context): string {
  return printValue(value, verb, context)
}

function printObject(value: GoObject, verb: string, context: Context): string {
  const { flags } = context
  if (!context.erroring && !flags.sharpV && 'vsxXq'.includes(verb)) {
    const text = value.goString()
    if (text !== undefined) return printString(text, verb, flags)
  }
  const inside = value.underlying()
  if (inside !== undefined && inside !== null) return printUnderlying(value, { inside, verb, context })
  if (value.goKind !== 'ptr') return printStruct(value, verb, context)
  return context.depth === 0 ? `&${printStruct(value, verb, context)}` : printPointer(value, verb, flags)
}

function printUnderlying(value: GoObject, options: { inside: Value; verb: string; context: Context }): string {
  const text = printValue(options.inside, options.verb, options.context)
  if (!options.context.flags.sharpV) return text
  const inner = goTypeName(options.inside)
  return text.startsWith(inner) ? value.goType + text.slice(inner.length) : text
}

function printStruct(value: GoObject, verb: string, context: Context): string {
  const { flags } = context
  const inner = { ...context, depth: context.depth + 1 }
  const named = flags.plusV || flags.sharpV
  const shown = Array.from(
    value.fields(),
    ([name, field]) => (named ? `${name}:` : '') + printElement(field, verb, inner),
  )
  return flags.sharpV ? `${value.goType.replace(/^\*/, '')}{${shown.join(', ')}}` : `{${shown.join(' ')}}`
}

function printPointer(value: Value, verb: string, flags: Flags): string {
  const pointing =
    typeof value === 'object' &&
    !(value instanceof Int) &&
    !(value instanceof Complex) &&
    !(value instanceof GoObject && value.goKind === 'struct')
  if (!pointing) return badVerb(value, verb, flags)
  switch (verb) {
    case 'v':
      if (flags.sharpV) return `(${goTypeName(value)})(0x${ADDRESS.toString(16)})`
      return formatInteger(ADDRESS, { base: 16 }, { ...flags, sharp: !flags.sharp })
    case 'p':
      return formatInteger(ADDRESS, { base: 16 }, { ...flags, sharp: !flags.sharp })
    case 'b':
      return formatInteger(ADDRESS, { base: 2 }, flags)
    case 'o':
      return formatInteger(ADDRESS, { base: 8 }, flags)
    case 'd':
      return formatInteger(ADDRESS, { base: 10 }, flags)
    case 'x':
    case 'X':
      return formatInteger(ADDRESS, { base: 16, upper: verb === 'X' }, flags)
  }
  return badVerb(value, verb, flags)
}
