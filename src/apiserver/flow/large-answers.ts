import { nextTurn } from './next-turn.ts'

/** So many large answers are on their way at once; the texts of more would only wait in memory. */
const MOST = 16

let sending = 0
let lastPiece = Promise.resolve()
const waiting: (() => void)[] = []

/** Counts a large answer that is being sent. */
export function countLarge(): void {
  sending += 1
}

/** It is sent, or its client does not read: another may begin. */
export function uncountLarge(): void {
  sending -= 1
  waiting.shift()?.()
}

/** Resolves in a turn of the event loop in which few enough large answers are on their way. */
export async function turnToBegin(): Promise<void> {
  await nextTurn()
  while (sending >= MOST) await new Promise<void>((resolve) => waiting.push(resolve))
}

/** Resolves in a turn of the event loop that no other piece of a large answer has: small answers go between. */
export function turnOfPiece(): Promise<void> {
  lastPiece = lastPiece.then(nextTurn)
  return lastPiece
}
