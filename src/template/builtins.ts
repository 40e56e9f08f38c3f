import { byteLength, sliceBytes, toBytes } from './bytes.ts'
import { equalsAny, isLess } from './compare.ts'
import { define } from './define.ts'
import { escapeHtml, escapeQuery, escapeScript } from './escape.ts'
import { printed, sprint, sprintf, sprintln } from './printf.ts'
import { isTrue } from './truth.ts'
import { canBeNil, elementType, goKind, goTypeName, isIntType, zeroValue } from './types.ts'
import {
  containerType,
  type FuncMap,
  type GoFunction,
  type GoList,
  type GoMap,
  GoObject,
  Int,
  int,
  isFunction,
  typedAs,
  type Value,
} from './value.ts'

/** An argument as the engine passes it to builtins: undefined is Go's invalid value, null a nil interface. */
type Argument = Value | undefined

const RAW = 'reflect.Value'
const rest = { variadic: true } as const

/** Go's predefined functions of templates. */
export const builtins: FuncMap = new Map(
  [
    define('and', [RAW, RAW], (...args) => logical(args, false), rest),
    define('or', [RAW, RAW], (...args) => logical(args, true), rest),
    define('not', [RAW], (value) => !isTrue(value)),
    define('len', [RAW], (value) => int(lengthOf(value))),
    define('index', [RAW, RAW], (item, ...keys) => indexAll(item, keys), rest),
    define('slice', [RAW, RAW], (item, ...bounds) => slice(item, bounds), rest),
    define('call', [RAW, RAW], (fn, ...args) => callValue('function', fn, args), rest),
    define('print', ['any'], (...args) => sprint(args), rest),
    define('println', ['any'], (...args) => sprintln(args), rest),
    define('printf', ['string', 'any'], (format, ...args) => sprintf(format as string, args), rest),
    define('html', ['any'], (...args) => escapeHtml(joined(args)), rest),
    define('js', ['any'], (...args) => escapeScript(joined(args)), rest),
    define('urlquery', ['any'], (...args) => escapeQuery(joined(args)), rest),
    define('eq', [RAW, RAW], (first, ...others) => equalsAny(first, others), rest),
    define('ne', [RAW, RAW], (left, right) => !equalsAny(left, [right])),
    define('lt', [RAW, RAW], (left, right) => isLess(left, right)),
    define('le', [RAW, RAW], (left, right) => isLess(left, right) || equalsAny(left, [right])),
    define('gt', [RAW, RAW], (left, right) => !(isLess(left, right) || equalsAny(left, [right]))),
    define('ge', [RAW, RAW], (left, right) => !isLess(left, right)),
  ].map((fn) => [fn.name, fn]),
)

/** The comparisons as Go 1.23 has them: no types in their complaint. */
export function olderComparisons(): FuncMap {
  return new Map(['eq', 'ne', 'lt', 'le', 'gt', 'ge'].map((name) => [name, older(builtins.get(name) as GoFunction)]))
}

function older(fn: GoFunction): GoFunction {
  return {
    ...fn,
    call: (...args) => {
      try {
        return fn.call(...args)
      } catch (error) {
        throw new Error((error as Error).message.replace(/^(incompatible types for comparison): .*$/s, '$1'))
      }
    },
  }
}

function logical(args: readonly Argument[], stopsAt: boolean): Value {
  for (const arg of args) if (isTrue(arg) === stopsAt) return arg as Value
  return args.at(-1) as Value
}

/** `fmt.Sprint` of arguments, nil as `<no value>`. */
function joined(args: readonly Value[]): string {
  if (typeof args[0] === 'string' && args.length === 1) return args[0]
  return sprint(args.map((arg) => (arg === null ? '<no value>' : arg)))
}

function bare(value: Argument): Argument {
  const inside = value instanceof GoObject ? value.underlying() : undefined
  return inside === undefined ? value : inside
}

function lengthOf(argument: Argument): number {
  const value = bare(argument)
  if (typeof value === 'string') return byteLength(value)
  if (value instanceof Map) return value.size
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length
  if (value === null) throw new Error('len of nil pointer')
  if (value === undefined) throw new Error('reflect: call of reflect.Value.Type on zero Value')
  throw new Error(`len of type ${goTypeName(argument)}`)
}

function indexAll(first: Argument, keys: readonly Argument[]): Value {
  if (first === undefined || first === null) throw new Error('index of untyped nil')
  let item: Argument = first
  for (const key of keys) {
    if (item === undefined || item === null) throw new Error('index of nil pointer')
    item = indexOne(item, key)
  }
  return item as Value
}

function indexOne(item: Value, key: Argument): Value {
  const inside = bare(item)
  if (inside instanceof Map) return indexMap(inside, key)
  if (typeof inside === 'string') {
    const bytes = toBytes(inside)
    const at = position(key, bytes.length)
    if (at === bytes.length) throw new Error('reflect: string index out of range')
    return int(bytes[at] as number, 'uint8')
  }
  if (inside instanceof Uint8Array) return int(element(inside, position(key, inside.length)), 'uint8')
  if (Array.isArray(inside)) return element<Value>(inside, position(key, inside.length))
  throw new Error(`can't index item of type ${goTypeName(item)}`)
}

function element<T>(list: ArrayLike<T>, at: number): T {
  if (at >= list.length) throw new Error('reflect: slice index out of range')
  return list[at] as T
}

function indexMap(map: GoMap, key: Argument): Value {
  if (typeof key !== 'string') {
    if (key === undefined || key === null) throw new Error('value is nil; should be of type string')
    throw new Error(`value has type ${goTypeName(key)}; should be string`)
  }
  const value = map.get(key)
  return value === undefined ? zeroValue(elementType(containerType(map))) : value
}

function position(key: Argument, limit: number): number {
  if (key === undefined || key === null) throw new Error('cannot index slice/array with nil')
  if (!(key instanceof Int)) throw new Error(`cannot index slice/array with type ${goTypeName(key)}`)
  const at = BigInt.asIntN(64, key.value)
  if (at < 0n || at > BigInt(limit)) throw new Error(`index out of range: ${at}`)
  return Number(at)
}

function slice(item: Argument, bounds: readonly Argument[]): Value {
  if (item === undefined || item === null) throw new Error('slice of untyped nil')
  if (bounds.length > 3) throw new Error(`too many slice indexes: ${bounds.length}`)
  const inside = bare(item)
  if (typeof inside === 'string' && bounds.length === 3) throw new Error('cannot 3-index slice a string')
  if (typeof inside !== 'string' && !Array.isArray(inside) && !(inside instanceof Uint8Array)) {
    throw new Error(`can't slice item of type ${goTypeName(item)}`)
  }
  const length = typeof inside === 'string' ? byteLength(inside) : inside.length
  const given = bounds.map((bound) => position(bound, length))
  const [start, end, capacity] = [given[0] ?? 0, given[1] ?? length, given[2]]
  if (start > end) throw new Error(`invalid slice index: ${start} > ${end}`)
  if (capacity !== undefined && end > capacity) throw new Error(`invalid slice index: ${end} > ${capacity}`)
  return sliceOf(inside, start, end)
}

function sliceOf(item: string | GoList | Uint8Array, start: number, end: number): Value {
  if (typeof item === 'string') return sliceBytes(item, start, end)
  if (item instanceof Uint8Array) return item.subarray(start, end)
  const type = containerType(item)
  const part = item.slice(start, end)
  return type === '[]interface {}' ? part : typedAs(type, part)
}

/** `call`: `name` is how the callee is written in the template. Throws `Error` with Go's text. */
export function callValue(name: string, fn: Argument, args: readonly Argument[]): Value {
  if (fn === undefined || fn === null) throw new Error(`call of nil`)
  if (!isFunction(fn)) throw new Error(`non-function ${name} of type ${goTypeName(fn)}`)
  const fixed = fn.variadic === true ? fn.params.length - 1 : fn.params.length
  if (fn.variadic === true ? args.length < fixed : args.length !== fixed) {
    const least = fn.variadic === true ? 'at least ' : ''
    throw new Error(`wrong number of args for ${name}: got ${args.length} want ${least}${fixed}`)
  }
  const ready = args.map((arg, index) => prepare(arg, index, fn))
  return fn.call(...ready)
}

function prepare(arg: Argument, index: number, fn: GoFunction): Value {
  const type = fn.params[Math.min(index, fn.params.length - 1)] as string
  if (arg === undefined || arg === null) {
    if (canBeNil(type)) return null
    throw new Error(`arg ${index}: value is nil; should be of type ${type}`)
  }
  const own = goTypeName(arg)
  if (type === 'any' || type === RAW || own === type) return arg
  if (arg instanceof Int && isIntType(type)) return int(arg.value, type as 'int')
  throw new Error(`arg ${index}: value has type ${own}; should be ${type}`)
}

/** What cannot be printed: functions. */
export function isPrintable(value: Argument): boolean {
  return goKind(value) !== 'func'
}

/** A value as a template's output shows it. */
export function outputText(value: Argument): string {
  return value === undefined || value === null ? '<no value>' : printed(value)
}
