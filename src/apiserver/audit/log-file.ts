import { appendFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import type { Clock } from '#kube'
import type { AuditSink } from './filter.ts'

/** A log of one JSON object a line, and how it is turned over (--audit-log-*). */
export interface LogFileOptions {
  readonly path: string
  readonly clock: Clock
  /** Past this a new file is begun; absent: 100 MiB. */
  readonly maxSizeBytes?: number
  /** So many old files are kept; absent: all. */
  readonly maxBackups?: number
  /** Older ones go; absent: never. */
  readonly maxAgeMs?: number
  readonly onError?: (error: unknown) => void
}

/** A sink with a life: what waits is written by `close`. */
export interface LogFile extends AuditSink {
  close(): Promise<void>
}

/** Events are written together, this long after the first of them. */
const DELAY_MS = 50
/** No more may wait: a disk that does not keep up costs events, not memory. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024

/** Opens a log; the file and its folder are made with the first event. */
export function openLogFile(options: LogFileOptions): LogFile {
  const { clock, onError = () => {} } = options
  let lines: string[] = []
  let waitingBytes = 0
  let stopTimer: (() => void) | undefined
  let writing = Promise.resolve()
  const flush = (): void => {
    stopTimer = undefined
    const text = lines.join('')
    lines = []
    waitingBytes = 0
    if (text !== '') writing = writing.then(() => append(options, text)).catch(onError)
  }
  return {
    write: (event) => {
      const line = `${JSON.stringify(event)}\n`
      if (waitingBytes + line.length > MOST_WAITING_BYTES) return
      lines.push(line)
      waitingBytes += line.length
      stopTimer ??= clock.setTimer(DELAY_MS, flush)
    },
    close: async () => {
      stopTimer?.()
      flush()
      await writing
    },
  }
}

async function append(options: LogFileOptions, text: string): Promise<void> {
  const { path, maxSizeBytes = 100 * 1024 * 1024 } = options
  await mkdir(dirname(path), { recursive: true })
  const present = await stat(path).catch(() => undefined)
  if (present !== undefined && present.size > 0 && present.size + Buffer.byteLength(text) > maxSizeBytes)
    await turnOver(options)
  await appendFile(path, text, { mode: 0o600 })
}

/** The present file gets a name with its time; old ones beyond the limits go. */
async function turnOver({ path, clock, maxBackups, maxAgeMs }: LogFileOptions): Promise<void> {
  const [folder, extension] = [dirname(path), extname(path)]
  const stem = basename(path, extension)
  const time = new Date(clock.now()).toISOString().replaceAll(':', '-').replace('Z', '')
  await rename(path, join(folder, `${stem}-${time}${extension}`))
  const found = (await readdir(folder)).filter((name) => name.startsWith(`${stem}-`) && name.endsWith(extension)).sort()
  const tooMany = maxBackups === undefined ? [] : found.slice(0, Math.max(0, found.length - maxBackups))
  const tooOld =
    maxAgeMs === undefined ? [] : found.filter((name) => timeOf(name, stem, extension) < clock.now() - maxAgeMs)
  await Promise.all([...new Set([...tooMany, ...tooOld])].map((name) => rm(join(folder, name), { force: true })))
}

function timeOf(name: string, stem: string, extension: string): number {
  const text = name.slice(stem.length + 1, name.length - extension.length)
  return Date.parse(`${text.replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:')}Z`)
}
