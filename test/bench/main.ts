import { stdout } from 'node:process'
import { benchTemplate } from './template.ts'

for (const { chart, a, b, wallRatio, memoryRatio } of benchTemplate()) {
  const wall = `${a.wallMs.toFixed(0)} ms : ${b.wallMs.toFixed(0)} ms = ${wallRatio.toFixed(2)}`
  const memory = `${a.peakMib.toFixed(0)} MiB : ${b.peakMib.toFixed(0)} MiB = ${memoryRatio.toFixed(2)}`
  stdout.write(`${chart}: berth to helm 4.1.4: wall ${wall}, peak memory ${memory}\n`)
}
