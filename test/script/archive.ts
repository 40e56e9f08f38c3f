/** A script and the files it starts with, as one text: the script first, then `-- NAME --` lines before each file. */
export interface ScriptArchive {
  readonly script: readonly ScriptLine[]
  readonly files: ReadonlyMap<string, string>
}

/** One line of a script; `line` counts from 1 in the archive. */
export interface ScriptLine {
  readonly line: number
  readonly text: string
}

/** Reads a txtar text. */
export function readArchive(text: string): ScriptArchive {
  const files = new Map<string, string>()
  const script: ScriptLine[] = []
  let current: string | undefined
  for (const [index, line] of text.split('\n').entries()) {
    const header = /^-- (\S+) --$/.exec(line)
    if (header) {
      current = header[1] as string
      files.set(current, '')
    } else if (current !== undefined) {
      files.set(current, `${files.get(current)}${line}\n`)
    } else if (line.trim() !== '' && !line.startsWith('#')) {
      script.push({ line: index + 1, text: line.trim() })
    }
  }
  for (const [name, content] of files) files.set(name, content.replace(/\n$/, ''))
  return { script, files }
}
