import { globalFlags } from '../flags/global.ts'
import { parseFlags } from '../frame/parse.ts'
import type { Session } from '../frame/session.ts'
import { commandPlugins } from './command.ts'

/** What `help` says of the plugin that a word calls; undefined where none has it. Throws CliError `usage`. */
export function pluginHelp(word: string, others: readonly string[], session: Session): string | undefined {
  const { flags } = parseFlags(globalFlags, others)
  const plugin = commandPlugins(flags, session).find((each) => each.word === word)
  if (plugin === undefined) return undefined
  const { usage, summary, description, name } = plugin
  const line = usage === word || usage.startsWith(`${word} `) ? usage : word
  const told = description || summary || `the plugin ${name}`
  return `${told.trim()}\n\nUSAGE\n  $ ${session.persona} ${line} [flags]\n`
}
