import { fromBinary, toBinary } from './cast.ts'
import { checkBytes } from './runtime.ts'

/** How `wrapText` breaks: column in bytes, the text of a break, and whether words longer than a line are broken too. */
export interface WrapOptions {
  readonly width: number
  readonly lineBreak: string
  readonly breakLongWords: boolean
}

/** Wraps one line of text at spaces (goutils `WrapCustom`): by bytes, leading spaces of a line are dropped. */
export function wrapText(text: string, options: WrapOptions): string {
  const source = toBinary(text)
  const width = Math.max(options.width, 1)
  const lines: string[] = []
  let offset = 0
  while (source.length - offset > width) {
    if (source[offset] === ' ') {
      offset++
      continue
    }
    const end = lineEnd(source, { offset, width, breakLongWords: options.breakLongWords })
    lines.push(source.slice(offset, end.text))
    if (end.text === source.length) return joinLines(lines, options.lineBreak)
    offset = end.next
  }
  lines.push(source.slice(offset))
  return joinLines(lines, options.lineBreak)
}

/** Where the line that begins at `offset` ends, and where the next begins. */
function lineEnd(
  source: string,
  { offset, width, breakLongWords }: { offset: number; width: number; breakLongWords: boolean },
): { readonly text: number; readonly next: number } {
  const space = source.lastIndexOf(' ', offset + width)
  if (space >= offset) return { text: space, next: space + 1 }
  if (breakLongWords) return { text: offset + width, next: offset + width }
  const following = source.indexOf(' ', offset + width)
  if (following === -1) return { text: source.length, next: source.length }
  return { text: following, next: following + 1 }
}

function joinLines(lines: readonly string[], lineBreak: string): string {
  checkBytes(lines.length * lineBreak.length, 'wrap')
  const glue = toBinary(lineBreak === '' ? '\n' : lineBreak)
  return fromBinary(lines.join(glue))
}
