import { stdout } from 'node:process'
import { benchTemplate } from './template.ts'
import { benchWarmRender } from './warm.ts'

for (const { chart, a, b, wallRatio, cpuRatio, memoryRatio } of benchTemplate()) {
  const wall = `${a.wallMs.toFixed(0)} ms : ${b.wallMs.toFixed(0)} ms = ${wallRatio.toFixed(2)}`
  const cpu = `${a.cpuMs.toFixed(0)} ms : ${b.cpuMs.toFixed(0)} ms = ${cpuRatio.toFixed(2)}`
  const memory = `${a.peakMib.toFixed(0)} MiB : ${b.peakMib.toFixed(0)} MiB = ${memoryRatio.toFixed(2)}`
  stdout.write(`${chart}: berth to helm 4.1.4: wall ${wall}, processor ${cpu}, peak memory ${memory}\n`)
}
stdout.write(`second render of the largest chart in one process: ${(await benchWarmRender()).toFixed(0)} ms\n`)
