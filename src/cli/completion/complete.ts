import { globalFlags } from '../flags/global.ts'
import { catalog, findCommand } from '../frame/catalog.ts'
import type { Flag, Flags } from '../frame/flag.ts'
import { splitWords } from '../frame/words.ts'

/** One thing the user may have meant to type. */
export interface Candidate {
  readonly word: string
  readonly summary: string
}

/** What to offer; `files` says that the shell should offer file names as well. */
export interface Completion {
  readonly candidates: readonly Candidate[]
  readonly files: boolean
}

/** Which names are wanted: those of an argument of a command, or of the value of one of its flags. */
export interface NameQuestion {
  readonly command: string
  /** Which argument comes next; commands of more words take names at every place. */
  readonly position: number
  /** The flag that waits for its value. */
  readonly flag: string | undefined
  /** What stands before it on the command line. */
  readonly words: readonly string[]
}

/** Completes the last of `words` (which may be empty). Dynamic names, such as charts of added repositories, come from `names`. */
export async function complete(
  words: readonly string[],
  names: (question: NameQuestion) => Promise<readonly Candidate[]>,
): Promise<Completion> {
  const typed = withoutEquals(words)
  const current = typed.at(-1) ?? ''
  const before = typed.slice(0, -1)
  const split = splitWords(before, globalFlags)
  const found = findCommand(split.names)
  if (found === undefined) return { candidates: startingWith(current, commandWords(split.names)), files: false }
  const command = await found.entry.load()
  const flags: Flags = { ...globalFlags, ...command.flags }
  const asked = { command: found.entry.name, position: position(split.names, found.entry.name), words: before }
  const [flag, pending] = pendingFlag(before.at(-1), flags) ?? []
  if (flag !== undefined && NAMED_VALUES.has(flag)) {
    return { candidates: startingWith(current, await names({ ...asked, flag })), files: false }
  }
  if (pending) return valueCandidates(current, pending)
  if (current.startsWith('--') && current.includes('=')) return joinedCandidates(current, flags)
  if (current.startsWith('-')) return { candidates: startingWith(current, flagWords(flags)), files: false }
  const nested = startingWith(current, commandWords(split.names))
  const dynamic = startingWith(current, await names({ ...asked, flag: undefined }))
  return { candidates: [...nested, ...dynamic], files: command.args.length > 0 && !TAKES_NO_FILE.test(command.name) }
}

/** Which argument of a command of one word comes next; commands of more words take names at every place. */
function position(words: readonly string[], name: string): number {
  return Math.max(0, Math.min(words.length, 2) - name.split(' ').length)
}

/** Commands whose arguments are names, not files. */
const TAKES_NO_FILE =
  /^(repo (add|remove|update)|search repo|env|registry \w+|get \w+|status|history|rollback|uninstall|test|plugin (list|update|uninstall))$/

/** Flags whose values are names of something in a cluster. */
const NAMED_VALUES: ReadonlySet<string> = new Set(['revision', 'namespace'])

/** bash parts `--flag=value` into three words: the sign is taken out, the value follows the flag. */
function withoutEquals(words: readonly string[]): string[] {
  const isSign = (index: number): boolean => words[index] === '=' && words[index - 1]?.startsWith('--') === true
  const kept = words.filter((_, index) => !isSign(index))
  return isSign(words.length - 1) ? [...kept, ''] : kept
}

/** `--flag=val`: the choices of the flag, with the flag before them. */
function joinedCandidates(current: string, flags: Flags): Completion {
  const start = current.slice(0, current.indexOf('=') + 1)
  const choices = flags[start.slice(2, -1)]?.choices ?? []
  const candidates = choices.map((word) => ({ word: start + word, summary: '' }))
  return { candidates: startingWith(current, candidates), files: false }
}

/** The next words of commands that begin with `names`. */
function commandWords(names: readonly string[]): Candidate[] {
  const words = new Map<string, string>()
  for (const entry of catalog) {
    const parts = entry.name.split(' ')
    if (parts.length <= names.length || names.some((name, index) => parts[index] !== name)) continue
    const word = parts[names.length] as string
    words.set(word, parts.length === names.length + 1 ? entry.summary : '')
  }
  return [...words].map(([word, summary]) => ({ word, summary }))
}

function flagWords(flags: Flags): Candidate[] {
  return Object.entries(flags)
    .filter(([, flag]) => !flag.isHidden)
    .map(([name, flag]) => ({ word: `--${name}`, summary: flag.summary }))
}

/** The flag that still waits for its value, when the word before the cursor is one. */
function pendingFlag(word: string | undefined, flags: Flags): readonly [name: string, flag: Flag] | undefined {
  if (!word?.startsWith('-') || word.includes('=')) return undefined
  const found = Object.entries(flags).find(([name, { short }]) =>
    word.startsWith('--') ? name === word.slice(2) : short === word.slice(1),
  )
  const flag = found?.[1]
  return flag && flag.kind !== 'boolean' && flag.bare === undefined ? found : undefined
}

function valueCandidates(current: string, flag: Flag): Completion {
  if (flag.choices === undefined) return { candidates: [], files: true }
  const candidates = flag.choices.map((word) => ({ word, summary: '' }))
  return { candidates: startingWith(current, candidates), files: false }
}

function startingWith(prefix: string, candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(({ word }) => word.startsWith(prefix))
}
