import { Config, Help, type Interfaces, type Command as Oclif, Plugin } from '@oclif/core'
import { globalFlags } from '../flags/global.ts'
import { version } from '../version.ts'
import { type CatalogEntry, catalog, findCommand } from './catalog.ts'
import type { Command } from './command.ts'
import { CliError } from './error.ts'
import type { Flag } from './flag.ts'
import { nearest } from './nearest.ts'
import type { Session } from './session.ts'
import { usageOf } from './usage.ts'
import { splitWords } from './words.ts'

/** Topics are the first words that several commands share. */
const TOPICS: Readonly<Record<string, { readonly description: string }>> = {
  completion: { description: 'completion scripts for shells' },
  dependency: { description: "a chart's dependencies" },
  registry: { description: 'log in to and out of registries' },
  repo: { description: 'chart repositories' },
  search: { description: 'find charts' },
  show: { description: 'look into a chart' },
  values: { description: 'where values come from' },
}

const MANIFEST = {
  name: 'berth',
  version,
  description: 'render, release and run: Helm charts, Kustomize overlays and OAM applications',
  oclif: { bin: 'berth', dirname: 'berth', topicSeparator: ' ', topics: TOPICS },
}

/** Prints the help that `words` ask for; a name that is no command or topic is a usage error. Returns the exit code. */
export async function help(words: readonly string[], session: Session): Promise<number> {
  const { names } = splitWords(words, globalFlags)
  const asked = names[0] === 'help' ? names.slice(1) : names
  const found = findCommand(asked)
  const topic = asked[0] ?? ''
  if (asked.length > 0 && found === undefined && !isTopic(asked)) throw unknownCommand(asked)
  const config = await loadConfig(found && (await found.entry.load()))
  const printer = new TextHelp(config, session)
  await printer.showHelp(found ? [found.entry.name.replaceAll(' ', ':')] : topic === '' ? [] : [topic])
  return 0
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

function isTopic(asked: readonly string[]): boolean {
  return asked.length === 1 && Object.hasOwn(TOPICS, asked[0] ?? '')
}

function unknownCommand(asked: readonly string[]): CliError {
  const words = asked.join(' ')
  const guess =
    nearest(
      words,
      catalog.map((entry) => entry.name),
    ) ??
    nearest(
      asked[0] ?? '',
      catalog.map((entry) => entry.name),
    )
  return new CliError('usage', `unknown command ${JSON.stringify(words)} for "berth"`, {
    hint: guess ? `did you mean ${guess}?` : 'berth help lists the commands',
  })
}

/** An oclif configuration that holds our catalogue; `detailed` is the one command whose flags the page shows. */
async function loadConfig(detailed: Command | undefined): Promise<Config> {
  const pjson = MANIFEST as unknown as Interfaces.PJSON
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
  const shown =
    flag.default === undefined || flag.default === false || flag.kind === 'boolean' ? undefined : flag.default
  return {
    name,
    type: flag.kind === 'boolean' ? 'boolean' : 'option',
    description: flag.summary,
    hidden: flag.isHidden === true,
    multiple: flag.kind === 'list' || flag.kind === 'array',
    ...(flag.short && { char: flag.short }),
    ...(flag.value && { helpValue: `<${flag.value}>` }),
    ...(flag.choices && { options: [...flag.choices] }),
    ...(shown !== undefined && { default: shown }),
    ...(Object.hasOwn(globalFlags, name) && { helpGroup: 'GLOBAL' }),
  }
}
