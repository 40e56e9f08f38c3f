import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Attack, layOut } from './attack.ts'

/** What an attack came to. */
export interface Endured {
  readonly exitCode: number
  readonly wallMs: number
  /** Time of the processor; unknown (NaN) without `/usr/bin/time`. */
  readonly cpuMs: number
  readonly peakMiB: number
  readonly stdoutBytes: number
  /** The beginning of what was printed. */
  readonly stdout: string
  readonly stderr: string
  /** Files that were not there before. */
  readonly written: readonly string[]
}

/** No attack may run longer than this beyond its time, so that one that wins does not stop the others from being tried. */
const PATIENCE_MS = 8_000
const MAX_KEPT = 100_000
const MEASURE = '/usr/bin/time'

/** Runs an attack against the executable in a folder of its own. */
export async function endure(attack: Attack, executable: string): Promise<Endured> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-attack-'))
  const work = join(folder, 'work')
  mkdirSync(work)
  const server = await attack.serve?.()
  try {
    layOut(attack, work)
    const before = new Set(listing(work))
    const ended = await run(attack, { executable, folder, host: server?.host ?? '' })
    return { ...ended, written: listing(work).filter((path) => !before.has(path)) }
  } finally {
    await server?.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Paths in a folder; what the program keeps under HOME for itself is no output. */
function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true }).map(String).sort()
}

interface Place {
  readonly executable: string
  readonly folder: string
  readonly host: string
}

function run(attack: Attack, { executable, folder, host }: Place): Promise<Omit<Endured, 'written'>> {
  const figures = join(folder, 'figures')
  const words = attack.args.map((arg) => arg.replaceAll('{host}', host))
  const isTimed = existsSync(MEASURE)
  const command = isTimed
    ? [MEASURE, '-q', '-f', '%M %U %S', '-o', figures, executable, ...words]
    : [executable, ...words]
  const HOME = join(folder, 'home')
  const env = { PATH: process.env['PATH'] ?? '', HOME, TZ: 'UTC', ...filled(attack.environment ?? {}, host) }
  const started = performance.now()
  const child = spawn(command[0] as string, command.slice(1), {
    cwd: join(folder, 'work'),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const stderr: Buffer[] = []
  let stdoutBytes = 0
  let stdout = ''
  let polledMiB = 0
  child.stdout.on('data', (chunk: Buffer) => {
    stdoutBytes += chunk.length
    if (stdout.length < MAX_KEPT) stdout += chunk.toString('utf8')
  })
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  const poll = isTimed ? undefined : setInterval(() => (polledMiB = Math.max(polledMiB, residentMiB(child.pid))), 10)
  const patience = setTimeout(
    () => child.pid && process.kill(-child.pid, 'SIGKILL'),
    PATIENCE_MS + (attack.withinMs ?? 0),
  )
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const wallMs = Math.round(performance.now() - started)
      clearTimeout(patience)
      clearInterval(poll)
      const taken = isTimed ? figuresOf(figures) : { peakMiB: polledMiB, cpuMs: Number.NaN }
      resolve({
        exitCode: code ?? -1,
        wallMs,
        ...taken,
        stdoutBytes,
        stdout,
        stderr: Buffer.concat(stderr).toString('utf8'),
      })
    })
  })
}

function filled(environment: Readonly<Record<string, string>>, host: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, value.replaceAll('{host}', host)]),
  )
}

function figuresOf(path: string): Pick<Endured, 'peakMiB' | 'cpuMs'> {
  const line = existsSync(path) ? (readFileSync(path, 'utf8').trim().split('\n').at(-1) ?? '') : ''
  const [kib = Number.NaN, user = Number.NaN, system = Number.NaN] = line.split(' ').map(Number)
  const peakMiB = Number.isNaN(kib) ? Number.POSITIVE_INFINITY : Math.round(kib / 1024)
  return { peakMiB, cpuMs: Math.round((user + system) * 1000) }
}

/** The most that a process held so far, where the system tells it. */
function residentMiB(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}
