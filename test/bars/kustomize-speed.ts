import { stdout } from 'node:process'
import { benchKustomize } from '../bench/kustomize.ts'
import type { Verdict } from './verdict.ts'

/** Highest allowed ratios of berth to kubectl 1.34, whole processes. */
const LIMITS = { small: 0.7, large: 0.4, memory: 1 }
/** A small overlay and ten large ones. */
const LEAST_OVERLAYS = 11

/** kustomize.4: wall and peak memory against the reference, A B in turn. */
export async function fasterThanKustomize(): Promise<Verdict> {
  const worst = { small: 0, large: 0, memory: 0 }
  let [measured, short] = [0, 0]
  for (const { overlay, a, b, wallRatio, memoryRatio } of benchKustomize()) {
    measured++
    const size = overlay === 'small' ? 'small' : 'large'
    const isOk = wallRatio <= LIMITS[size] && !(memoryRatio > LIMITS.memory)
    short += isOk ? 0 : 1
    worst[size] = Math.max(worst[size], wallRatio)
    worst.memory = Math.max(worst.memory, memoryRatio)
    const wall = `wall ${a.wallMs.toFixed(0)}/${b.wallMs.toFixed(0)} ms = ${wallRatio.toFixed(2)} (limit ${LIMITS[size]})`
    const memory = `peak ${a.peakMib.toFixed(0)}/${b.peakMib.toFixed(0)} MiB = ${memoryRatio.toFixed(2)} (limit ${LIMITS.memory})`
    stdout.write(`${isOk ? 'ok   ' : 'short'} ${overlay}: ${wall}, ${memory}\n`)
  }
  const figure = `small ${worst.small.toFixed(2)}, slowest of the large ${worst.large.toFixed(2)}, memory at most ${worst.memory.toFixed(2)}`
  return {
    holds: measured >= LEAST_OVERLAYS && short === 0,
    figure: `${figure}, ${short} of ${measured} short`,
  }
}
