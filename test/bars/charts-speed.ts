import { stdout } from 'node:process'
import { benchTemplate } from '../bench/template.ts'
import { benchWarmRender } from '../bench/warm.ts'
import type { Verdict } from './verdict.ts'

/** Highest allowed ratios of berth to helm 4.1.4, whole processes, and the time of a second render in one process. */
const LIMITS = { small: 0.7, large: 0.6, memory: 1.3, warmMs: 50 }

/** charts.3: wall and peak memory against Helm, A B in turn; warm render of the largest chart. */
export async function fasterThanHelm(): Promise<Verdict> {
  const found = benchTemplate()
  let holds = found.length > 1
  for (const { chart, a, b, wallRatio, memoryRatio } of found) {
    const limit = chart === 'small' ? LIMITS.small : LIMITS.large
    const isOk = wallRatio <= limit && !(memoryRatio > LIMITS.memory)
    holds &&= isOk
    const wall = `wall ${a.wallMs.toFixed(0)}/${b.wallMs.toFixed(0)} ms = ${wallRatio.toFixed(2)} (limit ${limit})`
    const memory = `peak ${a.peakMib.toFixed(0)}/${b.peakMib.toFixed(0)} MiB = ${memoryRatio.toFixed(2)} (limit ${LIMITS.memory})`
    stdout.write(`${isOk ? 'ok   ' : 'short'} ${chart}: ${wall}, ${memory}\n`)
  }
  const warmMs = await benchWarmRender()
  stdout.write(`${warmMs <= LIMITS.warmMs ? 'ok   ' : 'short'} second render of the largest: ${warmMs.toFixed(1)} ms\n`)
  const ratios = found.map(({ chart, wallRatio }) => `${chart === 'small' ? 'small' : 'large'} ${wallRatio.toFixed(2)}`)
  return { holds: holds && warmMs <= LIMITS.warmMs, figure: `${ratios.join(', ')}, warm ${warmMs.toFixed(0)} ms` }
}
