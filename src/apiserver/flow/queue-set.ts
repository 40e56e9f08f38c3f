/** How a level treats requests that find no seat. */
export interface QueueOptions {
  readonly queues: number
  readonly handSize: number
  readonly queueLengthLimit: number
}

/** One request that waits for a seat. */
export interface Waiter {
  /** Gives the seat. */
  readonly start: () => void
}

/**
 * Requests that wait, in several queues: each flow may use only a few of them, so that one that floods its own leaves
 * others free, and the queue that had least of the server goes first (shuffle sharding and fair queuing).
 */
export interface QueueSet {
  /** False when the queues of this flow are full. */
  add(flow: string, waiter: Waiter): boolean
  /** Takes the next one out. */
  take(): Waiter | undefined
  remove(waiter: Waiter): void
  readonly size: number
}

interface Queue {
  readonly waiters: Waiter[]
  /** How much of the server this queue has had. */
  virtual: number
}

/** Queues of one priority level. */
export function createQueueSet({ queues: count, handSize, queueLengthLimit }: QueueOptions): QueueSet {
  const deckSize = Math.max(1, count)
  // A level may have millions of queues: there are those that somebody waits in.
  const queues = new Map<number, Queue>()
  let size = 0
  let now = 0
  const shortest = (hand: readonly number[]): number =>
    hand.reduce((best, next) => (lengthOf(queues.get(next)) < lengthOf(queues.get(best)) ? next : best))
  return {
    get size() {
      return size
    },
    add: (flow, waiter) => {
      const card = shortest(deal(flow, deckSize, handSize))
      const queue = queues.get(card) ?? { waiters: [], virtual: now }
      if (queue.waiters.length >= queueLengthLimit) return false
      if (queue.waiters.length === 0) queue.virtual = Math.max(queue.virtual, now)
      queues.set(card, queue)
      queue.waiters.push(waiter)
      size++
      return true
    },
    take: () => {
      let next: Queue | undefined
      for (const card of [...queues.keys()].sort((a, b) => a - b)) {
        const queue = queues.get(card) as Queue
        // what had no more than its part is as good as new
        if (queue.waiters.length === 0 && queue.virtual <= now) queues.delete(card)
        else if (queue.waiters.length > 0 && (next === undefined || queue.virtual < next.virtual)) next = queue
      }
      if (next === undefined) return undefined
      now = next.virtual
      next.virtual += 1
      size--
      return next.waiters.shift()
    },
    remove: (waiter) => {
      for (const { waiters } of queues.values()) {
        const at = waiters.indexOf(waiter)
        if (at < 0) continue
        waiters.splice(at, 1)
        size--
        return
      }
    },
  }
}

function lengthOf(queue: Queue | undefined): number {
  return queue?.waiters.length ?? 0
}

/** The queues that a flow may use: always the same for the same flow, hardly ever all the same for two. */
export function deal(flow: string, deckSize: number, handSize: number): number[] {
  let entropy = hashOf(flow)
  const hand: number[] = []
  for (let dealt = 0; dealt < Math.min(handSize, deckSize); dealt++) {
    const left = BigInt(deckSize - dealt)
    let card = Number(entropy % left)
    entropy /= left
    // The card is a place among those not dealt yet.
    for (const taken of [...hand].sort((a, b) => a - b)) if (card >= taken) card++
    hand.push(card)
  }
  return hand
}

/** FNV-1a with 64 bits. */
function hashOf(text: string): bigint {
  let hash = 0xcbf29ce484222325n
  for (let at = 0; at < text.length; at++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n)
  }
  return hash
}
