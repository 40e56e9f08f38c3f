import { define, type GoFunction, type Value } from '#template'
import type { StackWorld } from '../contract.ts'

/** What a program counts for: its time is its own. */
const PROGRAM_STEPS = 10_000

/** `exec` and `envExec`: what a program prints, run in `folder`. They throw where programs may not run. */
export function programFunctions({ run }: StackWorld, folder: string): GoFunction[] {
  const call = (name: string, program: Value | undefined, given: Given): string => {
    if (run === undefined) throw new Error(`${name} runs programs, which is switched off`)
    const { args, input, variables } = given
    return run({ program: program as string, args: textsOf(args, 'arg'), folder, input, variables })
  }
  return [
    define(
      'exec',
      ['string', '[]interface {}', 'string'],
      (program, args, input = '') => call('exec', program, { args, input: input as string, variables: {} }),
      { variadic: true, cost: PROGRAM_STEPS },
    ),
    define(
      'envExec',
      ['any', 'string', '[]interface {}', 'string'],
      (environment, program, args, input = '') =>
        call('envExec', program, { args, input: input as string, variables: variablesOf(environment) }),
      { variadic: true, cost: PROGRAM_STEPS },
    ),
  ]
}

interface Given {
  readonly args: Value | undefined
  readonly input: string
  readonly variables: Readonly<Record<string, string>>
}

function textsOf(values: Value | undefined, what: string): readonly string[] {
  const list = Array.isArray(values) ? values : []
  return list.map((value, index) => {
    if (typeof value === 'string') return value
    throw new Error(`unexpected type of ${what} at index ${index}: expected string`)
  })
}

function variablesOf(environment: Value | undefined): Record<string, string> {
  const entries = environment instanceof Map ? [...environment] : []
  return Object.fromEntries(entries.map(([name, value]) => [name, textsOf([value], `env ${name}`)[0] ?? '']))
}
