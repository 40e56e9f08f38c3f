import { pause } from '#client'
import type { Clock } from '#kube'
import type { LogOrder } from '../runtime/runtime.ts'
import type { Behaviour, LogLine } from './behaviour.ts'

/** One run of a container, as its log is told from it. */
export interface LogSource {
  readonly behaviour: Behaviour
  readonly startedAtMs: number | undefined
  readonly finishedAtMs: number | undefined
}

interface Written {
  readonly atMs: number
  readonly line: LogLine
}

/** What one reading gives at most; a log that repeats has no end. */
const MAX_LINES = 100_000
const LOOK_MS = 1000

/** The log of a container as it stands, and as it goes on when it is followed. Nothing is kept: it is told from the script. */
export async function* readLog(source: () => LogSource, order: LogOrder, clock: Clock): AsyncGenerator<string> {
  let fromMs = order.sinceMs ?? -Infinity
  let left = order.limitBytes ?? Infinity
  let isFirst = true
  for (;;) {
    const now = clock.now()
    const { finishedAtMs } = source()
    let lines = linesBetween(source(), fromMs, now).filter(
      ({ line }) => order.stream === undefined || line.stream === order.stream,
    )
    if (isFirst && order.tailLines !== undefined) lines = order.tailLines === 0 ? [] : lines.slice(-order.tailLines)
    for (const line of lines) {
      const text = Buffer.from(textOf(line, order.hasTimestamps))
      if (left <= 0) return
      yield text.length <= left ? text.toString('utf8') : text.subarray(0, left).toString('utf8')
      left -= text.length
    }
    isFirst = false
    fromMs = now
    if (!order.isFollowing || finishedAtMs !== undefined || order.signal.aborted) return
    await pause(clock, waitMs(source()), order.signal)
    if (order.signal.aborted) return
  }
}

function textOf({ atMs, line }: Written, hasTimestamps: boolean): string {
  return hasTimestamps ? `${new Date(atMs).toISOString().replace('Z', '000000Z')} ${line.text}\n` : `${line.text}\n`
}

/** Until the next line could come. */
function waitMs({ behaviour }: LogSource): number {
  return Math.min(LOOK_MS, behaviour.logEvery ?? LOOK_MS)
}

/** Lines of [from, to). */
function linesBetween({ behaviour, startedAtMs, finishedAtMs }: LogSource, fromMs: number, toMs: number): Written[] {
  if (startedAtMs === undefined || behaviour.log.length === 0) return []
  const endMs = Math.min(toMs, finishedAtMs === undefined ? Infinity : finishedAtMs + 1)
  const everyMs = behaviour.logEvery
  const found: Written[] = []
  const first = everyMs === undefined ? 0 : firstRound(everyMs, fromMs, { startedAtMs, endMs })
  for (let round = first; found.length < MAX_LINES; round++) {
    const roundMs = startedAtMs + round * (everyMs ?? 0)
    if (roundMs >= endMs) break
    for (const line of behaviour.log) {
      const atMs = roundMs + line.afterMs
      if (atMs >= fromMs && atMs < endMs) found.push({ atMs, line })
    }
    if (everyMs === undefined) break
  }
  return found
}

/** Old rounds beyond what one reading gives are left out. */
function firstRound(everyMs: number, fromMs: number, run: { startedAtMs: number; endMs: number }): number {
  const sinceFrom = Math.floor((fromMs - run.startedAtMs) / everyMs)
  const recent = Math.floor((run.endMs - run.startedAtMs) / everyMs) - MAX_LINES
  return Math.max(0, recent, Number.isFinite(sinceFrom) ? sinceFrom : 0)
}
