import { stdout } from 'node:process'
import { benchKustomize } from './kustomize.ts'
import type { Comparison } from './measure.ts'
import { benchStore } from './store.ts'
import { benchTemplate } from './template.ts'
import { benchWarmRender } from './warm.ts'

for (const { chart, ...found } of benchTemplate()) tell(`${chart}: berth to helm 4.1.4`, found)
for (const { overlay, ...found } of benchKustomize()) tell(`${overlay}: berth to kubectl 1.34`, found)
stdout.write(`second render of the largest chart in one process: ${(await benchWarmRender()).toFixed(0)} ms\n`)

for (const [name, value] of Object.entries(await benchStore(100_000)))
  stdout.write(`store, 100,000 objects: ${name} ${value.toFixed(1)}\n`)

function tell(what: string, { a, b, wallRatio, cpuRatio, memoryRatio }: Comparison): void {
  const wall = `${a.wallMs.toFixed(0)} ms : ${b.wallMs.toFixed(0)} ms = ${wallRatio.toFixed(2)}`
  const cpu = `${a.cpuMs.toFixed(0)} ms : ${b.cpuMs.toFixed(0)} ms = ${cpuRatio.toFixed(2)}`
  const memory = `${a.peakMib.toFixed(0)} MiB : ${b.peakMib.toFixed(0)} MiB = ${memoryRatio.toFixed(2)}`
  stdout.write(`${what}: wall ${wall}, processor ${cpu}, peak memory ${memory}\n`)
}
