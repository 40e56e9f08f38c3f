import { type Client, ClientError, createClient, type Transport, type TransportRequest } from '#client'
import type { Clock } from '#kube'
import { readJournalOf } from './journal-of.ts'

/** A process that dies at one of its writes: nothing that it sends from then on arrives, and no timer of it fires. */
export interface Mortal {
  readonly client: Client
  readonly clock: Clock
  readonly isDead: () => boolean
  /** `operation/step` of each time that a step was noted in a lease, by the write that noted it. */
  readonly notes: readonly string[]
}

/** A client that dies before its write of that number, from 1. Reads and dry runs do not count. */
export function mortal(transport: Transport, clock: Clock, before: number): Mortal {
  let writes = 0
  let isOver = false
  const notes: string[] = []
  const die = (): never => {
    isOver = true
    throw new ClientError('unreachable', 'the process is dead')
  }
  const send: Transport['send'] = async (request) => {
    if (isOver) return die()
    if (!isWrite(request)) return await transport.send(request)
    writes++
    if (writes === before) return die()
    const note = readJournalOf(request)
    if (note !== undefined) notes.push(note)
    return await transport.send(request)
  }
  return {
    client: createClient({ send, close: () => undefined }),
    clock: { now: clock.now, setTimer: (delayMs, run) => clock.setTimer(delayMs, () => !isOver && run()) },
    isDead: () => isOver,
    notes,
  }
}

/** True for a request that changes something. */
export function isWrite({ method, path }: Pick<TransportRequest, 'method' | 'path'>): boolean {
  return method !== 'GET' && !path.includes('dryRun=') && !path.includes('selfsubject')
}
