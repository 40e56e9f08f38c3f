import { argv, exit, exitCode, stdout } from 'node:process'
import * as charts from './charts.ts'

/** What a bar found: whether it holds, and the figure behind it. Anything it prints before is detail. */
export interface Verdict {
  readonly holds: boolean
  readonly figure: string
}

const bars: Readonly<Record<string, () => Promise<Verdict>>> = {
  'charts.1': charts.outputEqualsHelm,
  'charts.2': charts.tablesHold,
  'charts.3': charts.fasterThanHelm,
  'charts.4': charts.checkHolds,
  'charts.5': charts.attacksHeld,
  'charts.6': charts.cleanClone,
}

const name = argv[2] ?? ''
const bar = bars[name]
if (bar === undefined) {
  stdout.write(`usage: npm run bar -- ${Object.keys(bars).join('|')}\n`)
  exit(64)
}
const { holds, figure } = await bar()
stdout.write(`${name} ${holds ? 'ok' : 'short'} ${figure}\n`)
exit(holds ? (exitCode ?? 0) : 1)
