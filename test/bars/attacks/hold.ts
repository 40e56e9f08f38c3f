import { availableParallelism, loadavg } from 'node:os'
import { stdout } from 'node:process'
import { executable } from '../../peers.ts'
import type { Verdict } from '../verdict.ts'
import type { Attack } from './attack.ts'
import { type Endured, endure } from './run.ts'

const MAX_MS = 2_000
const MAX_MIB = 512
/** A busy machine may have been what was slow: the best of so many runs counts. */
const RUNS = 2

/**
 * Runs attacks through the executable. Each must be refused with its place and the documented exit code, leave nothing
 * behind, and end within 2 seconds and 512 MiB. `BERTH_ATTACKS` picks by a part of the name.
 */
export async function attacksHold(all: readonly Attack[]): Promise<Verdict> {
  const picked = process.env['BERTH_ATTACKS'] ?? ''
  const attacks = all.filter(({ name }) => name.includes(picked))
  let held = 0
  let slowestMs = 0
  let largestMiB = 0
  for (const attack of attacks) {
    const ended = await best(attack)
    const complaint = complaintAbout(attack, ended)
    held += complaint === undefined ? 1 : 0
    slowestMs = Math.max(slowestMs, tookMs(ended))
    largestMiB = Math.max(largestMiB, ended.peakMiB)
    stdout.write(`${row(attack, ended, complaint)}\n`)
  }
  const clock = isBusy() ? 'processor time, for the machine is busy' : 'wall time'
  const figure = `${held}/${attacks.length} held, slowest ${slowestMs} ms (${clock}), largest ${largestMiB} MiB`
  return { holds: attacks.length > 0 && held === attacks.length, figure }
}

async function best(attack: Attack): Promise<Endured> {
  const path = process.env['BERTH_EXECUTABLE'] ?? executable()
  let ended = await endure(attack, path)
  for (let run = 1; run < RUNS && complaintAbout(attack, ended)?.startsWith('slow') === true; run++) {
    const again = await endure(attack, path)
    if (again.wallMs < ended.wallMs) ended = again
  }
  return ended
}

/** Why an attack was not held; undefined when it was. */
function complaintAbout(attack: Attack, ended: Endured): string | undefined {
  const { exitCode, peakMiB, stderr, written } = ended
  if (tookMs(ended) > (attack.withinMs ?? MAX_MS)) return 'slow'
  if (peakMiB > MAX_MIB) return 'large'
  if (/^[ \t]{3,}at |\$bunfs|panic|JavaScript|RangeError|TypeError|internal/m.test(stderr)) return 'crash'
  if (attack.leaks?.test(ended.stdout + stderr) === true) return 'leak'
  if (written.some((path) => path.endsWith('pwned'))) return 'ran a program'
  if (exitCode === 0) return attack.ends === 'harmless' ? undefined : 'accepted'
  if (written.length > 0) return `wrote ${written[0]}`
  if (exitCode !== (attack.exitCode ?? 1)) return `exit ${exitCode}`
  if (!stderr.includes('Error: ')) return 'no error'
  return attack.names?.test(stderr) === false ? 'no place' : undefined
}

/** Wall time; on a machine that has more to do than processors, that of the processor. */
function tookMs({ wallMs, cpuMs }: Endured): number {
  return isBusy() && !Number.isNaN(cpuMs) ? Math.min(wallMs, cpuMs) : wallMs
}

function isBusy(): boolean {
  return (loadavg()[0] as number) > availableParallelism() + 1
}

function row(
  attack: Attack,
  { exitCode, wallMs, cpuMs, peakMiB, stderr }: Endured,
  complaint: string | undefined,
): string {
  const error = stderr
    .slice(Math.max(0, stderr.indexOf('Error: ')))
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
  const figures = `${`${wallMs} ms`.padStart(9)} ${`cpu ${cpuMs} ms`.padStart(11)} ${`${peakMiB} MiB`.padStart(8)} exit ${exitCode}`
  return `${complaint === undefined ? 'held' : `OPEN (${complaint})`}${figures}  ${attack.name} – ${shortened(error)}`
}

function shortened(text: string): string {
  return text.length > 150 ? `${text.slice(0, 70)} … ${text.slice(-75)}` : text
}
