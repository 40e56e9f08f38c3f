import type { RunOptions } from '../contract/options.ts'
import type { Release } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import type { Interruption } from '../journal/journal.ts'
import type { Operation } from '../journal/steps.ts'
import { judge, look } from '../lease/judge.ts'
import { busyError } from './busy.ts'
import { readHistory } from './read.ts'
import { settle } from './settle.ts'

/** What is to be done with the history. */
export interface PreviewOptions extends RunOptions {
  readonly next: Operation
}

/**
 * The history as the next run will find it once it has settled what a dead run left; nothing is written. Throws
 * ReleaseError `locked` when somebody may be at work.
 */
export async function previewHistory(world: ReleaseWorld, options: PreviewOptions): Promise<readonly Release[]> {
  const { name, next, takesOver = false } = options
  const history = await readHistory(world, name)
  const nowMs = world.clock.now()
  const isClean = settle(history, next, { interrupted: undefined, takesOver: true, nowMs }).kind === 'clean'
  if (isClean) return history
  const interrupted = await deadRun(world, name)
  const verdict = settle(history, next, { interrupted, takesOver: takesOver || next === 'rollback', nowMs })
  if (verdict.kind === 'busy') throw busyError(name, verdict)
  const changed = verdict.kind === 'settle' ? verdict.records : []
  return history.map((record) => changed.find(({ version }) => version === record.version) ?? record)
}

async function deadRun(world: ReleaseWorld, name: string): Promise<Interruption | undefined> {
  const other = await look(world, name)
  const verdict = other && (await judge(world, name, other))
  return verdict === undefined || verdict.isAlive ? undefined : verdict.run
}
