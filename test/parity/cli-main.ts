// Prints where berth and helm differ: `node test/parity/cli-main.ts [-3] [PATTERN]`.
import { resolve } from 'node:path'
import { cases } from './cli-cases.ts'
import { compareCase } from './cli-compare.ts'
import { startServers } from './cli-world.ts'

const words = process.argv.slice(2)
const level = words.includes('-3') ? 'helm3' : 'helm4'
const pattern = new RegExp(words.find((word) => word !== '-3') ?? '')
const servers = await startServers()
let count = 0
let bad = 0
for (const steps of cases.filter((steps) => pattern.test(steps.join(' ; ')))) {
  count++
  const differences = await compareCase(steps, level, { servers, executable: resolve('dist/berth') })
  if (differences.length === 0) continue
  bad++
  process.stdout.write(`### ${steps.join(' ; ')}\n${differences.join('\n')}\n`)
}
process.stdout.write(`${count - bad} of ${count} alike\n`)
await servers.close()
