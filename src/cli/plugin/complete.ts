import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readBounded } from '#source'
import type { Candidate, Completion } from '../completion/complete.ts'
import { globalFlags } from '../flags/global.ts'
import { parseFlags } from '../frame/parse.ts'
import type { Session } from '../frame/session.ts'
import { commandPlugins } from './command.ts'
import { type CompletionNode, parseCompletion } from './completion-file.ts'
import { pluginEnvironment } from './environment.ts'
import type { Plugin } from './plugin.ts'
import { runForOutput } from './run.ts'
import { partWords } from './words.ts'

/** The words that call plugins, for the completion of a first word; silent about a folder in disorder. */
export function pluginCandidates(session: Session): readonly Candidate[] {
  const { flags } = parseFlags(globalFlags, [])
  return commandPlugins(flags, silent(session)).map(({ word = '', name, summary }) => ({
    word,
    summary: summary || `the ${JSON.stringify(name)} plugin`,
  }))
}

/**
 * Completes the last of `words` (which may be empty) where the first one calls a plugin: from its `completion.yaml`, and from what
 * its `plugin.complete` prints. Undefined where no plugin is called. Source: helm pkg/cmd/load_plugins.go.
 */
export async function completePlugin(words: readonly string[], session: Session): Promise<Completion | undefined> {
  const { name, known, others } = partWords(words.slice(0, -1))
  if (name === undefined) return undefined
  const { flags } = parseFlags(globalFlags, known.at(-1)?.startsWith('-') === true ? known.slice(0, -1) : known)
  const plugin = commandPlugins(flags, silent(session)).find(({ word }) => word === name)
  if (plugin === undefined) return undefined
  const current = words.at(-1) ?? ''
  const { node, path } = walk(fileOf(plugin), others)
  const offered = offeredBy(node, current)
  if (node.commands.length > 0 || node.validArgs.length > 0) return { candidates: offered, files: false }
  const environment = await pluginEnvironment(plugin, flags, session)
  const args = plugin.ignoresFlags ? path : [...others, current]
  const answer = await ask(plugin, args, { environment, session })
  return { candidates: [...offered, ...startingWith(answer.candidates, current)], files: answer.files }
}

function silent(session: Session): Session {
  const nowhere = { ...session.stderr, write: () => undefined, writeParts: () => undefined }
  return { ...session, stderr: nowhere }
}

const EMPTY: CompletionNode = { name: '', validArgs: [], flags: [], commands: [] }

/** The tree of `completion.yaml`; a missing or broken one is empty. */
function fileOf({ folder }: Plugin): CompletionNode {
  try {
    return parseCompletion(Buffer.from(readBounded(join(folder, 'completion.yaml'))).toString('utf8'))
  } catch {
    return EMPTY
  }
}

/** The innermost command that the words name, and the words that lead there. */
function walk(
  root: CompletionNode,
  words: readonly string[],
): { readonly node: CompletionNode; readonly path: readonly string[] } {
  let node = root
  const path: string[] = []
  for (const word of words) {
    const next = node.commands.find(({ name }) => name === word)
    if (next === undefined) continue
    node = next
    path.push(word)
  }
  return { node, path }
}

function offeredBy({ commands, validArgs, flags }: CompletionNode, current: string): readonly Candidate[] {
  if (current.startsWith('-')) {
    const written = flags.map((flag) => (flag.length === 1 ? `-${flag}` : `--${flag}`))
    return startingWith(written.map(bare), current)
  }
  return startingWith([...commands.map(({ name }) => name), ...validArgs].map(bare), current)
}

function bare(word: string): Candidate {
  return { word, summary: '' }
}

function startingWith(candidates: readonly Candidate[], prefix: string): readonly Candidate[] {
  return candidates.filter(({ word }) => word.startsWith(prefix))
}

/** What cobra's directives say, as bits. */
const DIRECTIVE_ERROR = 1
const DIRECTIVE_NO_FILES = 4

interface Caller {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly session: Session
}

/** What `plugin.complete` prints: a candidate a line, and at last `:` with a directive. Without one, files are offered. */
async function ask({ folder, name }: Plugin, args: readonly string[], caller: Caller): Promise<Completion> {
  const program = join(folder, 'plugin.complete')
  if (!existsSync(program)) return { candidates: [], files: true }
  try {
    const { environment, session } = caller
    const output = await runForOutput({ program, args, name, environment }, '', session)
    const lines = output
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
    const directive = /^:(\d+)$/.exec(lines.at(-1) ?? '')?.[1]
    const bits = Number(directive ?? 0)
    if ((bits & DIRECTIVE_ERROR) !== 0) return { candidates: [], files: false }
    const kept = directive === undefined ? lines : lines.slice(0, -1)
    return { candidates: kept.map(asCandidate), files: (bits & DIRECTIVE_NO_FILES) === 0 }
  } catch {
    return { candidates: [], files: true }
  }
}

function asCandidate(line: string): Candidate {
  const [word = '', ...summary] = line.split('\t')
  return { word, summary: summary.join(' ') }
}
