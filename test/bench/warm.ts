import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { renderHelm } from '#render'
import { loadChart } from '#source'
import { corpus } from '../peers.ts'

/** The chart of the corpus that renders to the most text. */
const LARGEST = 'charts/prometheus-community+helm-charts~charts~kube-prometheus-stack'

/** Milliseconds of each of `count` renders of the largest chart, one after another in this process. */
export async function renderRepeatedly(count: number): Promise<number[]> {
  const folder = corpus('charts')
  if (folder === undefined) return []
  const chart = loadChart(join(folder, LARGEST))
  const options = {
    release: { name: 'rel', namespace: 'default' },
    environment: { now: Date.now, randomBytes: (size: number) => randomBytes(size), timeZone: 'UTC' },
    includeCrds: true,
  }
  const times: number[] = []
  for (let round = 0; round < count; round++) {
    const start = performance.now()
    await renderHelm(chart, options)
    times.push(performance.now() - start)
  }
  return times
}

/** Milliseconds of the second render of the largest chart in one process; NaN without a corpus. */
export async function benchWarmRender(): Promise<number> {
  const [, second] = await renderRepeatedly(2)
  return second ?? Number.NaN
}
