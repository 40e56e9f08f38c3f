import type { Json, JsonObject } from '#kube'
import { asMap } from '../read.ts'
import { printBytes, printIntOrString, printTime } from './opaque.ts'
import { printGoQuantity } from './quantity.ts'

/** Prints a value of a Go type as `%#v` of go-spew does when hashes are made of it (k8s.io/utils/dump `ForHash`). */
export type Dump = (value: Json | undefined) => string

/**
 * How values of a Go type are printed. `table` has one line a type: `core/v1.Volume|Name string|VolumeSource
 * core/v1.VolumeSource -|…` is a struct with its members in Go's order (name, type, JSON name where it is not the name with
 * a small first letter, `-` for an embedded one), `core/v1.Protocol=string` a type that stands for another.
 * Throws a plain Error for a type that the table does not have. Values are read as they are after a trip through
 * protobuf: empty lists and maps are none.
 */
export function dumpOf(table: string, typeName: string): Dump {
  const lines = new Map(table.split('\n').map((line) => [/^[^|=]*/.exec(line)?.[0] ?? '', line]))
  const printers = new Map<string, Printer>()
  const named = (name: string): Printer => {
    const known = printers.get(name)
    if (known !== undefined) return known
    const made = lazily(() => printerOf(name, lines.get(name), named))
    printers.set(name, made)
    return made
  }
  const printer = printerOfWord(typeName, named)
  return (value) => shown(typeName) + printer(value)
}

/** Prints what stands behind the type: `(string)` is written by who asks. */
type Printer = (value: Json | undefined) => string

const opaque: Readonly<Record<string, Printer>> = {
  'resource.Quantity': printGoQuantity,
  'intstr.IntOrString': printIntOrString,
  'meta/v1.Time': printTime,
  'meta/v1.FieldsV1': (value) => `{Raw:([]uint8)${printBytes(value)}}`,
}

const basics: Readonly<Record<string, Printer>> = {
  string: (value) => (typeof value === 'string' ? value : ''),
  bool: (value) => String(value === true),
  int: printNumber,
  int32: printNumber,
  int64: printNumber,
}

function printNumber(value: Json | undefined): string {
  return typeof value === 'number' ? String(value) : '0'
}

function printerOf(name: string, line: string | undefined, named: (name: string) => Printer): Printer {
  const known = opaque[name]
  if (known !== undefined) return known
  if (line === undefined) throw new Error(`${name} – is no type of the table`)
  if (line.startsWith(`${name}=`)) return printerOfWord(line.slice(name.length + 1), named)
  const members = line.split('|').slice(1)
  return structPrinter(members.map((member) => memberPrinter(member.split(' '), named)))
}

function structPrinter(members: readonly ((map: JsonObject) => string)[]): Printer {
  return (value) => {
    const map = asMap(value)
    return `{${members.map((print) => print(map)).join(' ')}}`
  }
}

function memberPrinter([name = '', type = '', json]: readonly string[], named: (name: string) => Printer): Printer {
  const key = json ?? name.slice(0, 1).toLowerCase() + name.slice(1)
  const print = printerOfWord(type, named)
  const start = `${name}:${shown(type)}`
  return json === '-' ? (map) => start + print(map) : (map) => start + print(asMap(map)[key])
}

function printerOfWord(word: string, named: (name: string) => Printer): Printer {
  const basic = basics[word]
  if (basic !== undefined) return basic
  if (word.startsWith('*')) return pointerPrinter(printerOfWord(word.slice(1), named))
  if (word.startsWith('[]')) return listPrinter(printerOfWord(word.slice(2), named))
  const map = /^map\[[^\]]*\](.*)$/.exec(word)
  return map === null ? named(word) : mapPrinter(printerOfWord(map[1] ?? '', named))
}

function pointerPrinter(print: Printer): Printer {
  return (value) => (value === undefined || value === null ? NIL : print(value))
}

function listPrinter(print: Printer): Printer {
  return (value) => (Array.isArray(value) && value.length > 0 ? `[${value.map(print).join(' ')}]` : NIL)
}

function mapPrinter(print: Printer): Printer {
  return (value) => {
    const entries = Object.entries(asMap(value))
    if (entries.length === 0) return NIL
    entries.sort(([a], [b]) => compareBytes(a, b))
    return `map[${entries.map(([key, one]) => `${key}:${print(one)}`).join(' ')}]`
  }
}

const NIL = '<nil>'

/** Go compares texts by their bytes, JavaScript by UTF-16 units: they differ where surrogates meet the last of the plane. */
function compareBytes(a: string, b: string): number {
  const [left, right] = [[...a], [...b]]
  const same = left.findIndex((letter, index) => letter !== right[index])
  const at = same < 0 ? left.length : same
  return (left[at]?.codePointAt(0) ?? -1) - (right[at]?.codePointAt(0) ?? -1)
}

/** The type as Go's reflection names it: only the last part of a package's path is told. */
function shown(word: string): string {
  return `(${word.replaceAll(/\w+\/(?=v\d)/g, '')})`
}

/** Types may hold themselves: each is read when the first value of it is printed. */
function lazily(make: () => Printer): Printer {
  let made: Printer | undefined
  return (value) => {
    made ??= make()
    return made(value)
  }
}
