import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { performance } from 'node:perf_hooks'

/** A program under measurement, run as it would be from a shell. */
export interface Program {
  readonly label: string
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
}

/** Medians of a program's runs: wall and processor milliseconds (all threads), peak resident MiB. */
export interface Sample {
  readonly wallMs: number
  readonly cpuMs: number
  readonly peakMib: number
}

/** Two programs compared, as `a` to `b` (below 1: `a` is better). */
export interface Comparison {
  readonly a: Sample
  readonly b: Sample
  /** The median of the rounds' ratios: load that comes and goes weighs on both programs of a round. */
  readonly wallRatio: number
  readonly cpuRatio: number
  readonly memoryRatio: number
}

const TIME = '/usr/bin/time'
const RESOURCE_ROUNDS = 5

/**
 * Runs A B A B …, `rounds` times each, after one unmeasured round. Processor time and memory come from runs of their own
 * under GNU time; without it, they read NaN.
 */
export function compare(a: Program, b: Program, rounds: number): Comparison {
  wallMs(a)
  wallMs(b)
  const walls = Array.from({ length: rounds }, () => ({ a: wallMs(a), b: wallMs(b) }))
  const resources = Array.from({ length: RESOURCE_ROUNDS }, () => ({ a: measureResources(a), b: measureResources(b) }))
  const sampleOf = (side: 'a' | 'b'): Sample => ({
    wallMs: median(walls.map((round) => round[side])),
    cpuMs: median(resources.map((round) => round[side].cpuMs)),
    peakMib: median(resources.map((round) => round[side].peakMib)),
  })
  const [left, right] = [sampleOf('a'), sampleOf('b')]
  return {
    a: left,
    b: right,
    wallRatio: median(walls.map((round) => round.a / round.b)),
    cpuRatio: left.cpuMs / right.cpuMs,
    memoryRatio: left.peakMib / right.peakMib,
  }
}

function wallMs(program: Program): number {
  const start = performance.now()
  const { error } = spawnSync(program.command, program.args, { cwd: program.cwd, stdio: 'ignore' })
  if (error) throw error
  return performance.now() - start
}

function measureResources(program: Program): { cpuMs: number; peakMib: number } {
  if (!existsSync(TIME)) return { cpuMs: Number.NaN, peakMib: Number.NaN }
  const { stderr } = spawnSync(TIME, ['-f', '%U %S %M', program.command, ...program.args], {
    cwd: program.cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  const [user = Number.NaN, system = Number.NaN, peakKib = Number.NaN] =
    stderr.trim().split('\n').at(-1)?.split(' ').map(Number) ?? []
  return { cpuMs: (user + system) * 1000, peakMib: peakKib / 1024 }
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
