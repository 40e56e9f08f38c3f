import { readFileSync } from 'node:fs'
import { type LineOrigin, placeInStream, type Trace } from '#render'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'

/** A line as the user names it: `FILE:LINE`, `-:LINE` for standard input, `:LINE` for a fresh render. */
export interface NamedLine {
  readonly file: string
  readonly line: number
}

/** Takes `FILE:LINE` apart. Throws `CliError` 'usage'. */
export function namedLine(word: string): NamedLine {
  const [, file, digits] = /^(.*):(\d+)$/s.exec(word) ?? []
  const line = Number(digits)
  if (file === undefined || line < 1) {
    throw new CliError('usage', `line ${JSON.stringify(word)} – not understood – expected FILE:LINE or :LINE`)
  }
  return { file, line }
}

/** A line that was found, and what is wrong with the file that named it. */
export interface FoundLine {
  readonly origin: LineOrigin
  readonly note: string | undefined
}

/** Finds the line in a fresh render. Throws `CliError` 'input' when it is not there. */
export async function findLine(named: NamedLine, trace: Trace, session: Session): Promise<FoundLine> {
  const fresh = trace.manifest ?? ''
  const saved = await savedText(named.file, session, fresh)
  const lines = saved.split('\n')
  const text = lines[named.line - 1]
  if (text === undefined || named.line > lines.length) {
    throw new CliError('input', `${named.file}:${named.line} – there is no such line – expected 1 to ${lines.length}`)
  }
  const origin = trace.line(saved, named.line)
  if (origin !== undefined && origin.text.trimEnd().endsWith(text.trimEnd())) return { origin, note: undefined }
  const elsewhere = await sameLine(saved, named.line, fresh)
  const found = elsewhere === undefined ? undefined : trace.line(fresh, elsewhere)
  if (found === undefined) throw await notFound(named, text, saved)
  const isStale = saved !== fresh
  const note = `${named.file} is stale: a fresh render differs from it; the line is now line ${elsewhere} of the output`
  return { origin: found, note: isStale ? note : undefined }
}

async function savedText(file: string, session: Session, fresh: string): Promise<string> {
  if (file === '') return fresh
  if (file !== '-') {
    try {
      return readFileSync(file, 'utf8')
    } catch (error) {
      // Node does not say which file is a folder
      throw Object.assign(error as Error, { path: file })
    }
  }
  const chunks: Buffer[] = []
  for await (const chunk of session.stdin) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

/** The line of the fresh render that reads the same, in a document of the same template, nearest by offset. */
async function sameLine(saved: string, line: number, fresh: string): Promise<number | undefined> {
  const place = await placeInStream(saved, line)
  if (place === undefined) return undefined
  const text = saved.split('\n')[line - 1]?.trimEnd()
  const lines = fresh.split('\n')
  let best: { line: number; distance: number } | undefined
  let start = 0
  let source = ''
  for (const [index, content] of lines.entries()) {
    if (content.startsWith('# Source: ')) [start, source] = [index, content.slice('# Source: '.length)]
    if (source !== place.source || content.trimEnd() !== text) continue
    const distance = Math.abs(index - start - 1 - place.offset)
    if (best === undefined || distance < best.distance) best = { line: index + 1, distance }
  }
  return best?.line
}

async function notFound({ file, line }: NamedLine, text: string, saved: string): Promise<CliError> {
  const place = `${file}:${line}`
  if (text.trim() === '' || text === '---' || text.startsWith('# Source: ')) {
    return new CliError('input', `${place} – no template wrote this line – expected a line of a document`)
  }
  if ((await placeInStream(saved, line)) === undefined) {
    return new CliError('input', `${place} – no \`# Source:\` line before it – expected output of berth template`)
  }
  return new CliError('input', `${place} – a fresh render has no such line – expected what the chart gives now`, {
    hint: 'give the release name, chart and flags that the file was rendered with, or render it again',
  })
}
