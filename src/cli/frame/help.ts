import { Config, Help, type Interfaces, type Command as Oclif, Plugin } from '@oclif/core'
import { globalFlags } from '../flags/global.ts'
import { version } from '../version.ts'
import { type CatalogEntry, catalog, findCommand, TOPIC_ALIASES } from './catalog.ts'
import type { Command } from './command.ts'
import { CliError } from './error.ts'
import { type Flag, UNSET } from './flag.ts'
import { isHelmWord } from './helm-words.ts'
import { editDistance, nearest } from './nearest.ts'
import { parseFlags } from './parse.ts'
import type { Persona, Session } from './session.ts'
import { usageOf } from './usage.ts'
import { splitWords } from './words.ts'

/** Topics are the first words that several commands share, by their ids. */
const TOPICS: Readonly<Record<string, { readonly description: string }>> = {
  chart: { description: 'charts that are developed' },
  cluster: { description: 'clusters on this machine' },
  'cluster:snapshot': { description: "save and restore a cluster's objects" },
  completion: { description: 'completion scripts for shells' },
  dependency: { description: "a chart's dependencies" },
  get: { description: 'what the record of a release has' },
  kustomize: { description: 'kustomizations' },
  'kustomize:edit': { description: 'change a kustomization file' },
  'kustomize:edit:add': { description: 'add to a kustomization file' },
  'kustomize:edit:remove': { description: 'remove from a kustomization file' },
  'kustomize:edit:set': { description: 'set fields of a kustomization file' },
  plugin: { description: 'plugins of Helm' },
  registry: { description: 'log in to and out of registries' },
  repo: { description: 'chart repositories' },
  search: { description: 'find charts' },
  show: { description: 'look into a chart' },
  stack: { description: 'several releases at once' },
  values: { description: 'where values come from' },
}

const MANIFEST = {
  name: 'berth',
  version,
  description: 'render, release and run: Helm charts, Kustomize overlays and OAM applications',
  oclif: { bin: 'berth', dirname: 'berth', topicSeparator: ' ', topics: TOPICS },
}

/**
 * Prints the help that `words` ask for; a name that is no command or topic is a usage error, but as `helm` a topic with
 * an unknown word after it shows the topic. Returns the exit code.
 */
export async function help(words: readonly string[], session: Session): Promise<number> {
  const { names, others } = splitWords(words, globalFlags)
  const asked = names[0] === 'help' ? names.slice(1) : names
  const found = findCommand(asked)
  const topic = topicOf(asked)
  if (await tellPlugin(names, others, session)) return 0
  const isLenient = session.persona === 'helm' && (topic !== undefined || names[0] === 'help')
  const isUnknown = found === undefined && asked.length > (topic?.split(':').length ?? 0)
  if (isUnknown && (!isLenient || absenceOf(asked) !== undefined)) throw unknownCommand(asked, session.persona)
  if (asked.length === 0 && others.includes('--version'))
    throw new CliError('usage', 'unknown flag: --version', { hint: `${session.persona} version prints it` })
  if (found === undefined) parseFlags(globalFlags, others)
  if (isUnknown && topic === undefined) session.stderr.write(`Unknown help topic [\`${asked.join(' ')}\`]\n`)
  const config = await loadConfig(found && (await found.entry.load()), session.persona)
  const printer = new TextHelp(config, session)
  await printer.showHelp(found ? [found.entry.name.replaceAll(' ', ':')] : topic === undefined ? [] : [topic])
  return 0
}

/** Prints the help of a plugin that `help WORD` asks for; false where none is meant. */
async function tellPlugin(words: readonly string[], others: readonly string[], session: Session): Promise<boolean> {
  const [first, word] = words
  if (first !== 'help' || word === undefined || findCommand(words.slice(1)) !== undefined) return false
  const { pluginHelp } = await import('../plugin/help.ts')
  const text = pluginHelp(word, others, session)
  session.stdout.write(text ?? '')
  return text !== undefined
}

/** oclif's help page, written to the session instead of the console. */
class TextHelp extends Help {
  readonly #session: Session
  constructor(config: Interfaces.Config, session: Session) {
    super(config, { maxWidth: 100, stripAnsi: !session.stdout.isTerminal })
    this.#session = session
  }
  protected override log(...lines: string[]): void {
    this.#session.stdout.write(`${lines.join('\n')}\n`)
  }
}

/** The longest topic that the words begin with. */
function topicOf([first = '', ...more]: readonly string[]): string | undefined {
  const words = [TOPIC_ALIASES.get(first) ?? first, ...more]
  const ids = words.map((_, at) => words.slice(0, at + 1).join(':'))
  return ids.findLast((id) => Object.hasOwn(TOPICS, id))
}

/** Helm's commands that berth does not have, with the reason. */
const ABSENT: ReadonlyMap<string, string> = new Map([
  ['search hub', 'it asks a web service; search repo looks through the added repositories'],
])

function absenceOf([first = '', second = '']: readonly string[]): string | undefined {
  return ABSENT.get(`${first} ${second}`) ?? ABSENT.get(first)
}

function unknownCommand(asked: readonly string[], persona: Persona): CliError {
  const [first = ''] = asked
  const reason = absenceOf(asked)
  const length = Math.max(2, (topicOf(asked)?.split(':').length ?? 0) + 1)
  const words = persona === 'helm' ? first : asked.slice(0, length).join(' ')
  const complaint = `unknown command ${JSON.stringify(words)} for "${persona}"`
  if (reason) return new CliError('usage', complaint + (persona === 'helm' ? ` – ${reason}` : ''), { hint: reason })
  if (persona === 'helm') return new CliError('usage', complaint + helmAdvice(first))
  const all = catalog.map((entry) => entry.name)
  const guess = nearest(words, all) ?? nearest(first, all)
  return new CliError('usage', complaint, { hint: guess ? `did you mean ${guess}?` : 'berth help lists the commands' })
}

/** What Helm adds: commands two letters away at most, or that begin with the word. Source: cobra's SuggestionsFor. */
function helmAdvice(word: string): string {
  const firsts = new Set(catalog.map((entry) => entry.name.split(' ', 1)[0] as string))
  const names = [...firsts].filter(isHelmWord).sort()
  const near = names.filter((name) => editDistance(word, name, 3) <= 2 || name.startsWith(word.toLowerCase()))
  const guesses = near.length > 0 ? `\nDid you mean this?\n\t${near.join('\n\t')}\n` : ''
  return `\n${guesses}${guesses && '\n'}Run 'helm --help' for usage.`
}

/** An oclif configuration that holds our catalogue; `detailed` is the one command whose flags the page shows. */
async function loadConfig(detailed: Command | undefined, bin: Persona): Promise<Config> {
  const pjson = { ...MANIFEST, oclif: { ...MANIFEST.oclif, bin } } as unknown as Interfaces.PJSON
  const plugin = new Plugin({ isRoot: true, root: '/', pjson, ignoreManifest: true } as Interfaces.PluginOptions)
  await plugin.load()
  plugin.commands = catalog.map((entry) => loadable(entry, entry.name === detailed?.name ? detailed : undefined))
  const config = new Config({ root: '/', pjson, plugins: new Map([['berth', plugin]]) } as Interfaces.Options)
  await config.load()
  return config
}

function loadable(entry: CatalogEntry, command: Command | undefined): Oclif.Loadable {
  const flags = { ...command?.flags, ...(command && globalFlags) }
  return {
    id: entry.name.replaceAll(' ', ':'),
    aliases: [],
    hiddenAliases: [],
    hidden: false,
    ...(command && { usage: usageOf(command) }),
    summary: entry.summary,
    ...(command?.description && { description: command.description }),
    ...(command?.examples && { examples: [...command.examples] }),
    flags: Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, oclifFlag(name, flag)])),
    args: Object.fromEntries(
      (command?.args ?? []).map((arg) => [arg.name, { ...arg, description: arg.summary, required: !arg.isOptional }]),
    ),
    load: () => Promise.reject(new CliError('usage', 'commands run outside oclif')),
  } as unknown as Oclif.Loadable
}

function oclifFlag(name: string, flag: Flag): Record<string, unknown> {
  const shown = flag.default === UNSET || flag.default === false || flag.kind === 'boolean' ? undefined : flag.default
  return {
    name,
    type: flag.kind === 'boolean' ? 'boolean' : 'option',
    description: flag.summary,
    hidden: flag.isHidden === true,
    multiple: flag.kind === 'list' || flag.kind === 'array' || flag.kind === 'pairs',
    ...(flag.short && { char: flag.short }),
    ...(flag.value && { helpValue: `<${flag.value}>` }),
    ...(flag.choices && { options: [...flag.choices] }),
    ...(shown !== undefined && { default: shown }),
    ...(Object.hasOwn(globalFlags, name) && { helpGroup: 'GLOBAL' }),
  }
}
