import { CliError } from './error.ts'
import type { Flag, Flags, Input } from './flag.ts'
import { nearest } from './nearest.ts'

/** The words of a command line, read with the rules and error texts of pflag, which Helm's users know. */
export function parseFlags<F extends Flags>(flags: F, words: readonly string[]): Input<F> {
  const reader = new Reader(flags, words)
  reader.readAll()
  return { args: reader.args, flags: withDefaults(flags, reader.values) as Input<F>['flags'], given: reader.given }
}

type Raw = string | number | boolean | string[]

class Reader {
  readonly args: string[] = []
  readonly given = new Set<string>()
  readonly values = new Map<string, Raw>()
  readonly #flags: Flags
  readonly #words: readonly string[]
  readonly #shorts = new Map<string, string>()
  #at = 0

  constructor(flags: Flags, words: readonly string[]) {
    this.#flags = flags
    this.#words = words
    for (const [name, flag] of Object.entries(flags)) if (flag.short) this.#shorts.set(flag.short, name)
  }

  readAll(): void {
    while (this.#at < this.#words.length) {
      const word = this.#words[this.#at++] as string
      if (word === '--') {
        this.args.push(...this.#words.slice(this.#at))
        return
      }
      if (word.startsWith('--')) this.#readLong(word)
      else if (word.startsWith('-') && word.length > 1) this.#readShorts(word)
      else this.args.push(word)
    }
  }

  #readLong(word: string): void {
    const equals = word.indexOf('=')
    const name = equals === -1 ? word.slice(2) : word.slice(2, equals)
    const flag = Object.hasOwn(this.#flags, name) ? this.#flags[name] : undefined
    if (flag === undefined) throw this.#unknown(name)
    if (equals !== -1) this.#set(name, flag, word.slice(equals + 1))
    else if (bareValue(flag) !== undefined) this.#set(name, flag, bareValue(flag) as string)
    else this.#set(name, flag, this.#next(`flag needs an argument: --${name}`))
  }

  #readShorts(word: string): void {
    let rest = word.slice(1)
    while (rest !== '') {
      const short = rest[0] as string
      rest = rest.slice(1)
      const name = this.#shorts.get(short)
      if (name === undefined) throw new CliError('usage', `unknown shorthand flag: '${short}' in ${word}`)
      const flag = this.#flags[name] as Flag
      if (rest.startsWith('=')) {
        this.#set(name, flag, rest.slice(1))
        return
      }
      const bare = bareValue(flag)
      if (bare !== undefined) {
        this.#set(name, flag, bare)
        continue
      }
      this.#set(name, flag, rest === '' ? this.#next(`flag needs an argument: '${short}' in ${word}`) : rest)
      return
    }
  }

  #next(complaint: string): string {
    const word = this.#words[this.#at++]
    if (word === undefined) throw new CliError('usage', complaint)
    return word
  }

  #set(name: string, flag: Flag, text: string): void {
    this.given.add(name)
    const value = convert(name, flag, text)
    const before = this.values.get(name)
    this.values.set(name, Array.isArray(value) && Array.isArray(before) ? [...before, ...value] : value)
  }

  #unknown(name: string): CliError {
    const guess = nearest(name, Object.keys(this.#flags))
    return new CliError('usage', `unknown flag: --${name}`, { hint: guess && `did you mean --${guess}?` })
  }
}

function bareValue(flag: Flag): string | undefined {
  return flag.kind === 'boolean' ? 'true' : flag.bare
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((word) => [word, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((word) => [word, false] as const),
])

function convert(name: string, flag: Flag, text: string): Raw {
  if (flag.choices && !flag.choices.includes(text)) {
    throw invalid(name, flag, { text, reason: flag.otherwise ?? `must be one of: ${flag.choices.join(', ')}` })
  }
  const result = READERS[flag.kind](text)
  if (result instanceof Complaint) throw invalid(name, flag, { text, reason: result.reason })
  return result
}

/** Why a word is no value of a flag, in Go's words. */
class Complaint {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

const badNumber = (parser: string, text: string): Complaint =>
  new Complaint(`strconv.${parser}: parsing ${JSON.stringify(text)}: invalid syntax`)

const READERS: Readonly<Record<Flag['kind'], (text: string) => Raw | Complaint>> = {
  string: (text) => text,
  boolean: (text) => BOOLEANS.get(text) ?? badNumber('ParseBool', text),
  integer: (text) => (/^[+-]?\d+$/.test(text) ? Number(text) : badNumber('ParseInt', text)),
  unsigned: (text) => (/^\d+$/.test(text) ? Number(text) : badNumber('ParseUint', text)),
  number: (text) => (text !== '' && Number.isFinite(Number(text)) ? text : badNumber('ParseFloat', text)),
  duration: readDuration,
  list: splitCommas,
  array: (text) => [text],
  pairs: readPairs,
}

function invalid(name: string, flag: Flag, { text, reason }: { text: string; reason: string }): CliError {
  const label = flag.short ? `-${flag.short}, --${name}` : `--${name}`
  return new CliError('usage', `invalid argument ${JSON.stringify(text)} for ${JSON.stringify(label)} flag: ${reason}`)
}

const DURATION = /^[+-]?((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$|^[+-]?0$/

/** A duration as Go's time.ParseDuration reads it. */
function readDuration(text: string): string | Complaint {
  if (DURATION.test(text)) return text
  const isBare = /^[+-]?([\d.]+[a-zµμ]+)*\d+(\.\d*)?$/.test(text)
  return new Complaint(`time: ${isBare ? 'missing unit in' : 'invalid'} duration ${JSON.stringify(text)}`)
}

/** `a=b,c=d` as pflag's StringToString reads it. */
function readPairs(text: string): string[] | Complaint {
  const pairs = text.split('=').length === 2 ? [text.replace(/^"+|"+$/g, '')] : splitCommas(text)
  const odd = pairs.find((pair) => !pair.includes('='))
  if (pairs.length > 0 && odd === undefined) return pairs
  return new Complaint(`${odd ?? text} must be formatted as key=value`)
}

/** Splits at commas as a CSV record, so that `"a,b",c` is two values. */
function splitCommas(text: string): string[] {
  if (text === '') return []
  if (!text.includes('"')) return text.split(',')
  return [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
}

function withDefaults(flags: Flags, values: ReadonlyMap<string, Raw>): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [name, flag] of Object.entries(flags)) result[name] = values.get(name) ?? defaultOf(flag)
  return result
}

function defaultOf(flag: Flag): unknown {
  if (flag.default !== undefined) return flag.default
  switch (flag.kind) {
    case 'boolean':
      return false
    case 'integer':
    case 'unsigned':
      return 0
    case 'list':
    case 'array':
    case 'pairs':
      return []
    case 'string':
    case 'number':
    case 'duration':
      return undefined
  }
}
