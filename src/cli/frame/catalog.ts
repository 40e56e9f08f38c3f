import type { Command } from './command.ts'

/** Loads one command; each lives in its own chunk of the executable. */
type Load = () => Promise<Command>

const row = (name: string, summary: string, load: () => Promise<{ command: unknown }>): CatalogEntry => ({
  name,
  summary,
  load: async () => (await load()).command as Command,
})

/** A command before it is loaded: enough for lists, completion of names and dispatch. */
export interface CatalogEntry {
  readonly name: string
  readonly summary: string
  readonly load: Load
}

/** Every command of the program. The order is the order of the help page. */
export const catalog: readonly CatalogEntry[] = [
  row('template', 'render a chart and print the manifests', () => import('../commands/template.ts')),
  row('explain', 'say where a line of rendered output comes from', () => import('../commands/explain.ts')),
  row('values explain', 'say who wrote a value, in order', () => import('../commands/values-explain.ts')),
  row('schema', 'print the schema inferred from values and templates', () => import('../commands/schema.ts')),
  row('lint', 'examine a chart for possible mistakes', () => import('../commands/lint.ts')),
  row('create', 'start a new chart', () => import('../commands/create.ts')),
  row('package', 'pack a chart into an archive', () => import('../commands/package.ts')),
  row('pull', 'download a chart', () => import('../commands/pull.ts')),
  row('push', 'upload a chart to a registry', () => import('../commands/push.ts')),
  row('show all', 'everything about a chart', () => import('../commands/show-all.ts')),
  row('show chart', "a chart's Chart.yaml", () => import('../commands/show-chart.ts')),
  row('show crds', "a chart's custom resource definitions", () => import('../commands/show-crds.ts')),
  row('show readme', "a chart's README", () => import('../commands/show-readme.ts')),
  row('show values', "a chart's values.yaml", () => import('../commands/show-values.ts')),
  row('dependency build', 'rebuild charts/ from the lock file', () => import('../commands/dependency-build.ts')),
  row('dependency list', "list a chart's dependencies", () => import('../commands/dependency-list.ts')),
  row(
    'dependency update',
    'fetch dependencies and write the lock file',
    () => import('../commands/dependency-update.ts'),
  ),
  row('repo add', 'add a chart repository', () => import('../commands/repo-add.ts')),
  row('repo index', 'write the index of a folder of charts', () => import('../commands/repo-index.ts')),
  row('repo list', 'list chart repositories', () => import('../commands/repo-list.ts')),
  row('repo remove', 'remove chart repositories', () => import('../commands/repo-remove.ts')),
  row('repo update', 'fetch the indexes of chart repositories', () => import('../commands/repo-update.ts')),
  row('registry login', 'log in to a registry', () => import('../commands/registry-login.ts')),
  row('registry logout', 'log out of a registry', () => import('../commands/registry-logout.ts')),
  row('search repo', 'search the added repositories', () => import('../commands/search-repo.ts')),
  row('verify', "check a chart archive's signature", () => import('../commands/verify.ts')),
  row('env', "print Helm's environment", () => import('../commands/env.ts')),
  row('version', 'print the version', () => import('../commands/version.ts')),
  row('completion bash', 'print the completion script for bash', () => import('../commands/completion-bash.ts')),
  row('completion fish', 'print the completion script for fish', () => import('../commands/completion-fish.ts')),
  row(
    'completion powershell',
    'print the completion script for PowerShell',
    () => import('../commands/completion-powershell.ts'),
  ),
  row('completion zsh', 'print the completion script for zsh', () => import('../commands/completion-zsh.ts')),
]

const TOPIC_ALIASES: ReadonlyMap<string, string> = new Map([
  ['dep', 'dependency'],
  ['dependencies', 'dependency'],
  ['inspect', 'show'],
  ['fetch', 'pull'],
])
const NAME_ALIASES: ReadonlyMap<string, string> = new Map([
  ['dependency ls', 'dependency list'],
  ['dependency up', 'dependency update'],
  ['repo ls', 'repo list'],
  ['repo rm', 'repo remove'],
  ['repo up', 'repo update'],
  ['show', 'show all'],
])

/** The entry that the first words name, with the words left over. */
export function findCommand(words: readonly string[]): { entry: CatalogEntry; rest: readonly string[] } | undefined {
  const first = TOPIC_ALIASES.get(words[0] ?? '') ?? words[0] ?? ''
  const long = `${first} ${words[1] ?? ''}`
  const two = lookUp(NAME_ALIASES.get(long) ?? long)
  if (two) return { entry: two, rest: words.slice(2) }
  const one = lookUp(first)
  return one && { entry: one, rest: words.slice(1) }
}

function lookUp(name: string): CatalogEntry | undefined {
  return catalog.find((entry) => entry.name === name)
}
