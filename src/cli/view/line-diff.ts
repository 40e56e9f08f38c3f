/** Pairs of lines that are compared; longer texts are shown as taken out and put in whole. */
const MAX_PAIRS = 4_000_000

/** The lines of two texts as a unified diff without heads: ` same`, `-old`, `+new`; `…` stands for equal lines left out. */
export function lineDiff(before: string, after: string, context: number): readonly string[] {
  const isEndTold = before !== '' && after !== '' && before.endsWith('\n') !== after.endsWith('\n')
  const [olds, news] = [linesOf(before, isEndTold), linesOf(after, isEndTold)]
  let start = 0
  while (start < olds.length && start < news.length && olds[start] === news[start]) start++
  let end = 0
  while (end < olds.length - start && end < news.length - start && olds.at(-1 - end) === news.at(-1 - end)) end++
  const middle = changed(olds.slice(start, olds.length - end), news.slice(start, news.length - end))
  const same = (line: string): string => ` ${line}`
  const whole = [...olds.slice(0, start).map(same), ...middle, ...olds.slice(olds.length - end).map(same)]
  return withContext(whole, context)
}

/** What stands behind the last line of a text whose only difference may be that it does not end in a line break. */
const UNENDED = '\\ No newline at end of text'

function linesOf(text: string, isEndTold: boolean): readonly string[] {
  if (text === '') return []
  const lines = text.replace(/\n$/, '').split('\n')
  return isEndTold && !text.endsWith('\n') ? [...lines, UNENDED] : lines
}

/** By the longest common subsequence. */
function changed(olds: readonly string[], news: readonly string[]): readonly string[] {
  if (olds.length * news.length > MAX_PAIRS)
    return [...olds.map((line) => `-${line}`), ...news.map((line) => `+${line}`)]
  const width = news.length + 1
  const lengths = new Uint32Array((olds.length + 1) * width)
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0
  for (let row = olds.length - 1; row >= 0; row--) {
    for (let column = news.length - 1; column >= 0; column--) {
      const isSame = olds[row] === news[column]
      lengths[row * width + column] = isSame
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const lines: string[] = []
  let [row, column] = [0, 0]
  while (row < olds.length || column < news.length) {
    if (row < olds.length && column < news.length && olds[row] === news[column]) {
      lines.push(` ${olds[row++] as string}`)
      column++
    } else if (row < olds.length && (column >= news.length || at(row + 1, column) >= at(row, column + 1)))
      lines.push(`-${olds[row++] as string}`)
    else lines.push(`+${news[column++] as string}`)
  }
  return lines
}

function withContext(lines: readonly string[], context: number): readonly string[] {
  const isNear = lines.map((line) => !line.startsWith(' '))
  const shown = lines.map((_, at) => isNear.slice(Math.max(0, at - context), at + context + 1).includes(true))
  return lines.flatMap((line, at) => {
    if (shown[at]) return [line]
    return at === 0 || shown[at - 1] ? [' …'] : []
  })
}
