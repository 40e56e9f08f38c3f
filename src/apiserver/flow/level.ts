import { mapAt, numberAt, textAt } from '#kinds'
import type { KubeObject } from '#kube'
import { createQueueSet, type QueueSet } from './queue-set.ts'

/** A priority level at work. */
export interface Level {
  readonly name: string
  readonly uid: string
  readonly isExempt: boolean
  /** Its part of the server, before others lend. */
  readonly shares: number
  readonly lendablePercent: number
  /** Absent: what finds no seat is refused at once. */
  readonly queues: QueueSet | undefined
  /** Seats that are its own. */
  seats: number
  inUse: number
}

/** Reads a PriorityLevelConfiguration; keeps counts and waiting requests of the level it replaces. */
export function readLevel(object: KubeObject, old: Level | undefined): Level {
  const spec = mapAt(object, 'spec')
  const isExempt = textAt(spec, 'type') === 'Exempt'
  const limited = mapAt(spec, isExempt ? 'exempt' : 'limited')
  const response = mapAt(limited, 'limitResponse')
  return {
    name: object.metadata.name,
    uid: textAt(object.metadata, 'uid'),
    isExempt,
    shares: numberAt(limited, 'nominalConcurrencyShares') ?? (isExempt ? 0 : 30),
    lendablePercent: numberAt(limited, 'lendablePercent') ?? 0,
    queues:
      !isExempt && textAt(response, 'type') === 'Queue'
        ? (old?.queues ?? queuesOf(mapAt(response, 'queuing')))
        : undefined,
    seats: old?.seats ?? 1,
    inUse: old?.inUse ?? 0,
  }
}

function queuesOf(queuing: ReturnType<typeof mapAt>): QueueSet {
  return createQueueSet({
    queues: numberAt(queuing, 'queues') ?? 64,
    handSize: numberAt(queuing, 'handSize') ?? 8,
    queueLengthLimit: numberAt(queuing, 'queueLengthLimit') ?? 50,
  })
}

/** Shares out the seats of the server (mutates the levels). */
export function shareSeats(levels: Iterable<Level>, total: number): void {
  const all = [...levels]
  const sum = all.reduce((shares, level) => shares + level.shares, 0)
  for (const level of all) level.seats = sum === 0 ? 1 : Math.max(1, Math.ceil((total * level.shares) / sum))
}

/** Whether a level may take one more seat: its own, or one that others can spare. */
export function hasSeat(level: Level, levels: Iterable<Level>): boolean {
  if (level.isExempt || level.inUse < level.seats) return true
  let spare = 0
  for (const other of levels) {
    if (other === level || other.isExempt) continue
    const lendable = Math.floor((other.seats * other.lendablePercent) / 100)
    // What another has borrowed is no longer there to lend.
    spare += Math.min(lendable, other.seats - other.inUse)
  }
  return level.inUse - level.seats < spare
}
