/** What the comments of a values file say of its keys. */
export interface Comments {
  /** The description of a key: by its path where the comment names one, else by the line that it stands on. */
  describe(path: readonly string[], line: number): string | undefined
}

/**
 * Reads descriptions from comments: the block right above a key (from `# --` on, as helm-docs has it) and lines
 * `@param path [options] text`, as the generator of Bitnami's READMEs has them.
 */
export function readComments(text: string): Comments {
  const lines = text.split('\n')
  const named = namedComments(lines)
  return { describe: (path, line) => named.get(path.join('.')) ?? blockAbove(lines, line - 2) }
}

const PARAM = /^\s*#+\s*@(?:param|extra)\s+(\S+)\s+(?:\[[^\]]*\]\s*)?(.*)$/

function namedComments(lines: readonly string[]): Map<string, string> {
  const named = new Map<string, string>()
  for (const line of lines) {
    const [, path, text] = PARAM.exec(line) ?? []
    if (path !== undefined && text) named.set(path, text.trim())
  }
  return named
}

const COMMENT = /^\s*#+ ?(.*)$/

function blockAbove(lines: readonly string[], last: number): string | undefined {
  const block: string[] = []
  for (let at = last; at >= 0; at--) {
    const [, text] = COMMENT.exec(lines[at] as string) ?? []
    if (text === undefined) break
    block.unshift(text)
  }
  const start = block.findLastIndex((line) => line.startsWith('--'))
  const kept = start < 0 ? block : [(block[start] as string).slice(2), ...block.slice(start + 1)]
  const prose = kept.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('@'))
  if (prose.length === 0 || (start < 0 && prose.some(isCode))) return undefined
  return prose.join(' ')
}

/** A line that is a setting put out of force, a list item or a rule. */
function isCode(line: string): boolean {
  return /^[-*]\s/.test(line) || /^["'\w./-]+:(?:\s|$)/.test(line) || /^[-=#*]{3,}$/.test(line)
}
