import { globalFlags } from './flags/global.ts'
import { klogFlags } from './flags/klog.ts'
import { checkArguments } from './frame/arguments.ts'
import { type CatalogEntry, findCommand } from './frame/catalog.ts'
import type { Outcome } from './frame/command.ts'
import { CliError, exitCodeOf, exitCodes } from './frame/error.ts'
import type { Input } from './frame/flag.ts'
import { isHelmWord } from './frame/helm-words.ts'
import { parseFlags } from './frame/parse.ts'
import type { Session } from './frame/session.ts'
import { splitWords } from './frame/words.ts'

/** What may stand in front of any command. */
const everyFlag = { ...globalFlags, ...klogFlags }

/**
 * Runs one command line (without the program's name) and gives the exit code. Nothing it throws escapes: every failure
 * is printed as text or, with `--json`, as one JSON object on stderr.
 */
export async function run(words: readonly string[], session: Session): Promise<number> {
  try {
    if (words[0]?.startsWith('__') === true && words[0] !== '__complete') return await runInside(words, session)
    if (words[0] === '__complete') return await printCompletion(words.slice(1), session)
    const { names, others } = splitWords(words, everyFlag)
    const found = findCommand(names)
    if (found === undefined || (session.persona === 'helm' && !isHelmWord(names[0] ?? ''))) {
      const exitCode = await runPlugin(names, words, session)
      if (exitCode !== undefined) return exitCode
    }
    if (found === undefined) return await showHelp(words, session)
    const leftOver = names.slice(names.length - found.rest.length)
    return await runCommand(found.entry, [...leftOver, ...others], session)
  } catch (error) {
    return report(error, words, session)
  }
}

/** The words that this program says to itself: plugins that are WebAssembly run in processes of their own. */
async function runInside([word = '', folder = '']: readonly string[], session: Session): Promise<number> {
  const { FETCH_WORD, RUN_WORD } = await import('./plugin/wasm/request.ts')
  if (word === RUN_WORD) return (await import('./plugin/wasm/child.ts')).runChild(folder, session)
  if (word === FETCH_WORD) return (await import('./plugin/wasm/fetch.ts')).runFetch(folder, session)
  return showHelp([word], session)
}

/** A word that is no command may be one of a plugin; under the name `helm`, so may commands that Helm lacks. */
async function runPlugin(
  names: readonly string[],
  words: readonly string[],
  session: Session,
): Promise<number | undefined> {
  if (names.length === 0) return undefined
  const { runPluginCommand } = await import('./plugin/command.ts')
  return runPluginCommand(words, session)
}

async function runCommand(entry: CatalogEntry, words: readonly string[], session: Session): Promise<number> {
  const command = await entry.load()
  const input = parseFlags({ ...everyFlag, ...command.flags }, words)
  if (input.flags.help) return showHelp([...entry.name.split(' '), '--help'], session)
  checkArguments(command, input.args.length, session.persona)
  const outcome = await command.run(input, session)
  await print(outcome, input, session)
  return outcome?.exitCode ?? exitCodes.ok
}

async function print(outcome: Outcome | undefined, input: Input, session: Session): Promise<void> {
  if (outcome === undefined) return
  if (input.flags['json'] && outcome.data !== undefined) {
    session.stdout.write(`${JSON.stringify(outcome.data, undefined, 2)}\n`)
  } else if (Array.isArray(outcome.text)) {
    session.stdout.writeParts(outcome.text)
  } else if (outcome.text !== undefined && outcome.text.length > 0) {
    session.stdout.write(outcome.text as string | Uint8Array)
  }
}

async function printCompletion(words: readonly string[], session: Session): Promise<number> {
  const { completionLines } = await import('./completion/answer.ts')
  session.stdout.write(await completionLines(words, session))
  return exitCodes.ok
}

async function showHelp(words: readonly string[], session: Session): Promise<number> {
  const { help } = await import('./frame/help.ts')
  return help(words, session)
}

async function report(thrown: unknown, words: readonly string[], session: Session): Promise<number> {
  const { presentable } = await import('./frame/failure.ts')
  const error = presentable(thrown, session.signal)
  const { describeError } = await import('./view/error.ts')
  // Helm dies of a signal, but where it marks a release failed
  const isKilled = session.signal.aborted && error instanceof CliError
  const isPlain = session.persona === 'helm' && !isKilled
  const exitCode = isPlain ? exitCodes.failure : exitCodeOf(error)
  const asJson = words.includes('--json')
  session.stderr.write(describeError(error, { asJson, exitCode, session }))
  return exitCode
}
