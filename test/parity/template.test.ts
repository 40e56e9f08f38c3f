import { describe, expect, it } from 'vitest'
import { createTemplateSet, type GoMap, sprigFunctions, TemplateError, type Value } from '#template'
import { testData } from '#template/testing'
import { peer } from '../peers.ts'
import { fixtureValues, probe } from './template-probe.ts'

const helm = peer('helm-4.1.4')
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_000)
const PROGRAMS = Number(process.env['FUZZ_PROGRAMS'] ?? 150)

if (helm === undefined) process.stderr.write('template parity SKIPPED: helm-4.1.4 is missing, run `npm run peers`\n')

const functions = sprigFunctions({ now: () => 0, randomBytes: (size) => new Uint8Array(size), timeZone: 'UTC' })

/** Writes random templates from a small grammar. */
class Author {
  private state: number

  constructor(start: number) {
    this.state = start
  }

  program(): string {
    return Array.from({ length: 1 + this.below(3) }, () => this.statement(2)).join(
      this.pick(['', ' ', '\n', 'text é ']),
    )
  }

  private below(limit: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0
    return Math.floor((this.state / 2 ** 32) * limit)
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T
  }

  private open(): string {
    return this.pick(['{{ ', '{{', '{{- '])
  }

  private close(): string {
    return this.pick([' }}', '}}', ' -}}'])
  }

  private statement(depth: number): string {
    const action = (inside: string) => `${this.open()}${inside}${this.close()}`
    if (depth === 0 || this.below(3) === 0) return action(this.pipeline(2))
    const body = () => `${this.pick(['a ', ' b', '\n', ''])}${this.statement(depth - 1)}`
    const otherwise = this.below(2) === 0 ? action('else') + body() : ''
    const end = action('end')
    switch (this.below(6)) {
      case 0:
        return action(`if ${this.pipeline(1)}`) + body() + otherwise + end
      case 1:
        return action(`with ${this.pipeline(1)}`) + body() + action('.') + otherwise + end
      case 2:
        return action(`range ${this.pipeline(1)}`) + body() + action('.') + otherwise + end
      case 3:
        return `${action(`range $k, $v := ${this.value(1)}`)}${action('$k')}=${action('$v')};${body()}${end}`
      case 4:
        return `${action(`$x := ${this.pipeline(1)}`)}${body()}${action('$x')}`
    }
    return `{{ define "t" }}${body()}{{ end }}${action(`template "t" ${this.value(1)}`)}`
  }

  private pipeline(depth: number): string {
    const stages = Array.from({ length: this.below(2) }, () => ` | ${this.call(depth - 1)}`)
    return (this.below(2) === 0 ? this.value(depth) : `${this.call(depth)} ${this.value(depth)}`) + stages.join('')
  }

  private call(depth: number): string {
    const name = this.pick([
      'print',
      'upper',
      'len',
      'not',
      'html',
      'eq 1',
      'eq "a"',
      'lt 1',
      'index .Values',
      'trunc 2',
      'and 1',
      'or 0',
      'list',
      'default "d"',
      'printf "%v-%d"',
      'ternary 1 2',
      'join ","',
      'until',
      'get',
      'slice "abc"',
    ])
    return this.below(5) === 0 ? `${name} ${this.value(depth)}` : name
  }

  private value(depth: number): string {
    const key = () =>
      this.pick([
        'zero',
        'one',
        'pi',
        'text',
        'nil',
        'list',
        'names',
        'none',
        'map',
        'deep',
        'items',
        'nope',
        'nested',
        'unicode',
      ])
    if (depth > 0 && this.below(4) === 0)
      return `(${this.pipeline(depth - 1)})${this.pick(['', '', '.x', '.a', '.name'])}`
    switch (this.below(5)) {
      case 0:
        return this.pick(['1', '0', '2.5', '"a"', '"é"', 'true', 'false', 'nil', "'x'", '0x1F', '1e3', '-3'])
      case 1:
        return this.pick(['.', '$', '.x', '.name', '$.Values'])
      case 2:
        return `$.Values.${key()}${this.pick(['', '', '.x', '.a', '.x.y'])}`
      case 3:
        return `.Values.${key()}`
    }
    return this.pick([
      '(list 1 "b" nil)',
      '(dict "a" 1 "x" nil)',
      '(list)',
      '(dict "name" (dict "x" 2))',
      '(index .Values "text")',
    ])
  }
}

function data(): GoMap {
  return new Map([['Values', testData(fixtureValues()).get('Values') as Value]])
}

function run(template: string): { readonly output?: string; readonly error?: string } {
  const set = createTemplateSet({ functions, missingKey: 'zero' })
  try {
    set.parse('gotpl', template)
    const output = set.execute('gotpl', data()).replaceAll('<no value>', '')
    return { output: Buffer.from(output).toString('latin1') }
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return { error: Buffer.from(error.message).toString('latin1') }
  }
}

describe.skipIf(helm === undefined)('random programs do here what they do in helm', () => {
  it(`${PROGRAMS} programs, seed ${seed}`, () => {
    process.stdout.write(`template parity: FUZZ_SEED=${seed}\n`)
    const author = new Author(seed)
    const programs = [...new Set(Array.from({ length: PROGRAMS }, () => author.program()))]
    for (const row of probe(helm as string, programs, '(dict "Values" $.Values)')) {
      const { template, ...expected } = row
      expect({ template, ...run(template) }).toEqual({ template, ...expected })
    }
  })
})
