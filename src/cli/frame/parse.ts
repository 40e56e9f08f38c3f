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
  const label = flag.short ? `-${flag.short}, --${name}` : `--${name}`
  const invalid = (reason: string): CliError =>
    new CliError('usage', `invalid argument ${JSON.stringify(text)} for ${JSON.stringify(label)} flag: ${reason}`)
  if (flag.choices && !flag.choices.includes(text)) throw invalid(`must be one of: ${flag.choices.join(', ')}`)
  switch (flag.kind) {
    case 'string':
      return text
    case 'boolean': {
      const value = BOOLEANS.get(text)
      if (value === undefined) throw invalid(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`)
      return value
    }
    case 'integer':
      if (!/^[+-]?\d+$/.test(text)) throw invalid(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
      return Number(text)
    case 'duration':
      if (!/^([\d.]+(ns|us|µs|ms|s|m|h))+$|^0$/.test(text))
        throw invalid(`time: invalid duration ${JSON.stringify(text)}`)
      return text
    case 'list':
      return splitCommas(text)
    case 'array':
      return [text]
  }
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
      return 0
    case 'list':
    case 'array':
      return []
    case 'string':
    case 'duration':
      return undefined
  }
}
