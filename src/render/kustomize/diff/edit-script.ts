/** Lines that both texts have, or that only one has. `left` and `right` count lines from 0. */
export interface Edit {
  readonly kind: 'same' | 'removed' | 'added'
  readonly left: number
  readonly right: number
}

/** Beyond so many differing lines the middle of two texts is given as removed and added whole: time stays bounded. */
const MAX_EDITS = 2_000

/** The shortest edit from one list of lines to another, one entry a line (Myers, An O(ND) Difference Algorithm, 1986). */
export function editScript(left: readonly string[], right: readonly string[]): Edit[] {
  const head = commonHead(left, right)
  const tail = commonTail(left, right, head)
  const same = (count: number, at: number, shift: number): Edit[] =>
    Array.from({ length: count }, (_, index) => ({ kind: 'same', left: at + index, right: at + index + shift }))
  const [lefts, rights] = [left.slice(head, left.length - tail), right.slice(head, right.length - tail)]
  const middle = (walk(lefts, rights) ?? wholly(lefts.length, rights.length)).map(
    (edit): Edit => ({ kind: edit.kind, left: edit.left + head, right: edit.right + head }),
  )
  return [...same(head, 0, 0), ...middle, ...same(tail, left.length - tail, right.length - left.length)]
}

function commonHead(left: readonly string[], right: readonly string[]): number {
  let count = 0
  while (count < left.length && count < right.length && left[count] === right[count]) count++
  return count
}

function commonTail(left: readonly string[], right: readonly string[], head: number): number {
  const most = Math.min(left.length, right.length) - head
  let count = 0
  while (count < most && left[left.length - 1 - count] === right[right.length - 1 - count]) count++
  return count
}

function wholly(lefts: number, rights: number): Edit[] {
  const removed = Array.from({ length: lefts }, (_, at): Edit => ({ kind: 'removed', left: at, right: 0 }))
  const added = Array.from({ length: rights }, (_, at): Edit => ({ kind: 'added', left: lefts, right: at }))
  return [...removed, ...added]
}

/** The edit, or undefined where it is too long. Each round remembers how far every diagonal had come before it. */
function walk(left: readonly string[], right: readonly string[]): Edit[] | undefined {
  const rounds: Int32Array[] = []
  const most = Math.min(left.length + right.length, MAX_EDITS)
  let reached = new Int32Array(3)
  for (let edits = 0; edits <= most; edits++) {
    rounds.push(reached)
    const next = new Int32Array(2 * edits + 5)
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const x = slide(left, right, { x: startOf(reached, diagonal, edits), diagonal })
      next[diagonal + edits + 2] = x
      if (x >= left.length && x - diagonal >= right.length) return trace(rounds, left.length, right.length)
    }
    reached = next
  }
  return undefined
}

/** Where a diagonal begins: a step down from the one above, or a step right from the one below. */
function startOf(reached: Int32Array, diagonal: number, edits: number): number {
  if (edits === 0) return 0
  const at = diagonal + edits + 1
  const [below, above] = [reached[at - 1] as number, reached[at + 1] as number]
  return isDown(diagonal, edits, below < above) ? above : below + 1
}

function isDown(diagonal: number, edits: number, isFurther: boolean): boolean {
  return diagonal === -edits || (diagonal !== edits && isFurther)
}

function slide(
  left: readonly string[],
  right: readonly string[],
  { x, diagonal }: { readonly x: number; readonly diagonal: number },
): number {
  let at = x
  while (at < left.length && at - diagonal < right.length && left[at] === right[at - diagonal]) at++
  return at
}

/** Goes back from the end through the rounds. */
function trace(rounds: readonly Int32Array[], lefts: number, rights: number): Edit[] {
  const edits: Edit[] = []
  let [x, y] = [lefts, rights]
  const goBack = (toX: number, toY: number): void => {
    while (x > toX && y > toY) edits.push({ kind: 'same', left: --x, right: --y })
  }
  for (let round = rounds.length - 1; round > 0; round--) {
    const reached = rounds[round] as Int32Array
    const diagonal = x - y
    const at = diagonal + round + 1
    const down = isDown(diagonal, round, (reached[at - 1] as number) < (reached[at + 1] as number))
    const before = down ? diagonal + 1 : diagonal - 1
    const fromX = reached[before + round + 1] as number
    goBack(down ? fromX : fromX + 1, down ? fromX - before + 1 : fromX - before)
    edits.push(down ? { kind: 'added', left: x, right: --y } : { kind: 'removed', left: --x, right: y })
  }
  goBack(0, 0)
  return edits.reverse()
}
