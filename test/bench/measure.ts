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

/** Wall milliseconds and peak resident MiB of one run. */
export interface Sample {
  readonly wallMs: number
  readonly peakMib: number
}

/** Two programs compared: medians of both, and the medians' ratio (below 1: `a` is better). */
export interface Comparison {
  readonly a: Sample
  readonly b: Sample
  readonly wallRatio: number
  readonly memoryRatio: number
}

const TIME = '/usr/bin/time'

/** Runs A B A B …, `rounds` times each, after one unmeasured round. Memory needs GNU time; without it, it reads NaN. */
export function compare(a: Program, b: Program, rounds: number): Comparison {
  const samples: [Sample[], Sample[]] = [[], []]
  for (let round = 0; round <= rounds; round++) {
    for (const [index, program] of [a, b].entries()) {
      const sample = runOnce(program)
      if (round > 0) (samples[index] as Sample[]).push(sample)
    }
  }
  const [left, right] = samples.map((list) => ({
    wallMs: median(list.map((sample) => sample.wallMs)),
    peakMib: peak(samples.indexOf(list) === 0 ? a : b),
  })) as [Sample, Sample]
  return { a: left, b: right, wallRatio: left.wallMs / right.wallMs, memoryRatio: left.peakMib / right.peakMib }
}

function runOnce(program: Program): Sample {
  const start = performance.now()
  const { error } = spawnSync(program.command, program.args, { cwd: program.cwd, stdio: 'ignore' })
  if (error) throw error
  return { wallMs: performance.now() - start, peakMib: 0 }
}

function peak(program: Program): number {
  if (!existsSync(TIME)) return Number.NaN
  const runs = Array.from({ length: 3 }, () => {
    const args = ['-f', '%M', program.command, ...program.args]
    const { stderr } = spawnSync(TIME, args, {
      cwd: program.cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    })
    return Number(stderr.trim().split('\n').at(-1)) / 1024
  })
  return median(runs)
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
