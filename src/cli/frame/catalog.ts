import { editSummaries } from '../kustomize/edit/words.ts'
import type { Command } from './command.ts'
import { MAX_NAME_WORDS } from './words.ts'

/** Loads one command; each lives in its own chunk of the executable. */
type Load = () => Promise<Command>

const row = (name: string, summary: string, load: () => Promise<unknown>): CatalogEntry => ({
  name,
  summary,
  load: load as Load,
})

/** A command before it is loaded: enough for lists, completion of names and dispatch. */
export interface CatalogEntry {
  readonly name: string
  readonly summary: string
  readonly load: Load
}

/** Every command of the program. The order is the order of the help page. */
export const catalog: readonly CatalogEntry[] = [
  row(
    'template',
    'render a chart and print the manifests',
    async () => (await import('../commands/template.ts')).command,
  ),
  row(
    'install',
    'install a chart, a kustomization or plain manifests',
    async () => (await import('../commands/install.ts')).command,
  ),
  row('upgrade', 'upgrade a release', async () => (await import('../commands/upgrade.ts')).command),
  row(
    'plan',
    'say what an upgrade would do, field by field',
    async () => (await import('../commands/plan.ts')).command,
  ),
  row(
    'apply',
    'carry out a plan that `berth plan --out` saved',
    async () => (await import('../commands/apply.ts')).command,
  ),
  row(
    'rollback',
    'roll a release back to an earlier revision',
    async () => (await import('../commands/rollback.ts')).command,
  ),
  row('uninstall', 'uninstall releases', async () => (await import('../commands/uninstall.ts')).command),
  row('test', 'run the tests of a release', async () => (await import('../commands/test.ts')).command),
  row('list', 'list releases', async () => (await import('../commands/list.ts')).command),
  row('history', "list a release's revisions", async () => (await import('../commands/history.ts')).command),
  row('status', 'show how a release is', async () => (await import('../commands/status.ts')).command),
  row('get all', 'print everything about a release', async () => (await import('../commands/get-all.ts')).command),
  row('get hooks', "print a release's hooks", async () => (await import('../commands/get-hooks.ts')).command),
  row('get manifest', "print a release's objects", async () => (await import('../commands/get-manifest.ts')).command),
  row(
    'get metadata',
    "print a release's chart, labels, revision and status",
    async () => (await import('../commands/get-metadata.ts')).command,
  ),
  row('get notes', "print a release's notes", async () => (await import('../commands/get-notes.ts')).command),
  row('get values', "print a release's values", async () => (await import('../commands/get-values.ts')).command),
  row(
    'explain',
    'say where a line of rendered output comes from',
    async () => (await import('../commands/explain.ts')).command,
  ),
  row(
    'values explain',
    'say who wrote a value, in order',
    async () => (await import('../commands/values-explain.ts')).command,
  ),
  row(
    'schema',
    'print the schema inferred from values and templates',
    async () => (await import('../commands/schema.ts')).command,
  ),
  row(
    'kustomize build',
    'build a kustomization and print its objects',
    async () => (await import('../commands/kustomize-build.ts')).command,
  ),
  row(
    'kustomize diff',
    'compare the builds of two kustomizations',
    async () => (await import('../commands/kustomize-diff.ts')).command,
  ),
  row(
    'kustomize create',
    'start a new kustomization',
    async () => (await import('../commands/kustomize-create.ts')).command,
  ),
  row(
    'kustomize localize',
    'copy a kustomization with everything remote that it names',
    async () => (await import('../commands/kustomize-localize.ts')).command,
  ),
  ...Object.entries(editSummaries).map(([words, summary]) =>
    row(`kustomize edit ${words}`, summary, async () =>
      (await import('../commands/kustomize-edit.ts')).editCommand(words),
    ),
  ),
  row(
    'stack apply',
    'install and upgrade the releases of a stack or helmfile',
    async () => (await import('../commands/stack-apply.ts')).command,
  ),
  row(
    'stack plan',
    'say what a stack would change, release by release',
    async () => (await import('../commands/stack-plan.ts')).command,
  ),
  row(
    'stack destroy',
    'uninstall the releases of a stack, in reverse order',
    async () => (await import('../commands/stack-destroy.ts')).command,
  ),
  row('lint', 'examine a chart for possible mistakes', async () => (await import('../commands/lint.ts')).command),
  row(
    'chart test',
    'install, upgrade, test and remove a chart on a cluster of its own',
    async () => (await import('../commands/chart-test.ts')).command,
  ),
  row('create', 'start a new chart', async () => (await import('../commands/create.ts')).command),
  row('package', 'pack a chart into an archive', async () => (await import('../commands/package.ts')).command),
  row('pull', 'download a chart', async () => (await import('../commands/pull.ts')).command),
  row('push', 'upload a chart to a registry', async () => (await import('../commands/push.ts')).command),
  row('show all', 'everything about a chart', async () => (await import('../commands/show.ts')).showAll),
  row('show chart', "a chart's Chart.yaml", async () => (await import('../commands/show.ts')).showChart),
  row('show crds', "a chart's custom resource definitions", async () => (await import('../commands/show.ts')).showCrds),
  row('show readme', "a chart's README", async () => (await import('../commands/show.ts')).showReadme),
  row('show values', "a chart's values.yaml", async () => (await import('../commands/show.ts')).showValues),
  row(
    'dependency build',
    'rebuild charts/ from the lock file',
    async () => (await import('../commands/dependency-fetch.ts')).build,
  ),
  row(
    'dependency list',
    "list a chart's dependencies",
    async () => (await import('../commands/dependency-list.ts')).command,
  ),
  row(
    'dependency update',
    'fetch dependencies and write the lock file',
    async () => (await import('../commands/dependency-fetch.ts')).update,
  ),
  row('repo add', 'add a chart repository', async () => (await import('../commands/repo-add.ts')).command),
  row(
    'repo index',
    'write the index of a folder of charts',
    async () => (await import('../commands/repo-index.ts')).command,
  ),
  row('repo list', 'list chart repositories', async () => (await import('../commands/repo-list.ts')).command),
  row('repo remove', 'remove chart repositories', async () => (await import('../commands/repo-remove.ts')).command),
  row(
    'repo update',
    'fetch the indexes of chart repositories',
    async () => (await import('../commands/repo-update.ts')).command,
  ),
  row('registry login', 'log in to a registry', async () => (await import('../commands/registry-login.ts')).command),
  row('registry logout', 'log out of a registry', async () => (await import('../commands/registry-logout.ts')).command),
  row('search repo', 'search the added repositories', async () => (await import('../commands/search-repo.ts')).command),
  row('verify', "check a chart archive's signature", async () => (await import('../commands/verify.ts')).command),
  row(
    'cluster start',
    'start a cluster on this machine',
    async () => (await import('../commands/cluster-start.ts')).command,
  ),
  row(
    'cluster stop',
    'stop a cluster and keep everything',
    async () => (await import('../commands/cluster-stop.ts')).command,
  ),
  row('cluster status', 'show how a cluster is', async () => (await import('../commands/cluster-status.ts')).command),
  row(
    'cluster list',
    'list the clusters of this machine',
    async () => (await import('../commands/cluster-list.ts')).command,
  ),
  row(
    'cluster kubeconfig',
    "print a cluster's kubeconfig",
    async () => (await import('../commands/cluster-kubeconfig.ts')).command,
  ),
  row(
    'cluster reset',
    'stop a cluster and remove its objects',
    async () => (await import('../commands/cluster-remove.ts')).reset,
  ),
  row(
    'cluster delete',
    'stop a cluster and remove everything of it',
    async () => (await import('../commands/cluster-remove.ts')).deletion,
  ),
  row(
    'cluster rotate-keys',
    "encrypt a stopped cluster's secrets with a new key",
    async () => (await import('../commands/cluster-rotate-keys.ts')).command,
  ),
  row(
    'cluster snapshot save',
    'save the objects of a running cluster to a file',
    async () => (await import('../commands/cluster-snapshot.ts')).save,
  ),
  row(
    'cluster snapshot restore',
    "replace a stopped cluster's objects by those of a file",
    async () => (await import('../commands/cluster-snapshot.ts')).restore,
  ),
  row('plugin install', 'install a plugin of Helm', async () => (await import('../commands/plugin.ts')).install),
  row('plugin list', 'list installed plugins', async () => (await import('../commands/plugin.ts')).list),
  row('plugin uninstall', 'uninstall plugins', async () => (await import('../commands/plugin.ts')).uninstall),
  row('plugin update', 'update plugins that came from git', async () => (await import('../commands/plugin.ts')).update),
  row(
    'plugin package',
    'pack a plugin into an archive',
    async () => (await import('../commands/plugin-package.ts')).packaging,
  ),
  row(
    'plugin verify',
    "check a plugin archive's signature",
    async () => (await import('../commands/plugin-package.ts')).verify,
  ),
  row('env', "print Helm's environment", async () => (await import('../commands/env.ts')).command),
  row('version', 'print the version', async () => (await import('../commands/version.ts')).command),
  row(
    'completion bash',
    'print the completion script for bash',
    async () => (await import('../commands/completion.ts')).bash,
  ),
  row(
    'completion fish',
    'print the completion script for fish',
    async () => (await import('../commands/completion.ts')).fish,
  ),
  row(
    'completion powershell',
    'print the completion script for PowerShell',
    async () => (await import('../commands/completion.ts')).powershell,
  ),
  row(
    'completion zsh',
    'print the completion script for zsh',
    async () => (await import('../commands/completion.ts')).zsh,
  ),
]

/** Other words for the first word of a command. */
export const TOPIC_ALIASES: ReadonlyMap<string, string> = new Map([
  ['dep', 'dependency'],
  ['dependencies', 'dependency'],
  ['inspect', 'show'],
  ['fetch', 'pull'],
  ['hist', 'history'],
  ['ls', 'list'],
  ['del', 'uninstall'],
  ['delete', 'uninstall'],
  ['un', 'uninstall'],
])
const NAME_ALIASES: ReadonlyMap<string, string> = new Map([
  ['kustomize init', 'kustomize create'],
  ['dependency ls', 'dependency list'],
  ['dependency up', 'dependency update'],
  ['plugin add', 'plugin install'],
  ['plugin ls', 'plugin list'],
  ['plugin rm', 'plugin uninstall'],
  ['plugin remove', 'plugin uninstall'],
  ['plugin up', 'plugin update'],
  ['repo ls', 'repo list'],
  ['repo rm', 'repo remove'],
  ['repo up', 'repo update'],
])

/** The entry that the first words name, with the words left over. */
export function findCommand(words: readonly string[]): { entry: CatalogEntry; rest: readonly string[] } | undefined {
  const first = TOPIC_ALIASES.get(words[0] ?? '') ?? words[0] ?? ''
  for (let count = Math.min(words.length, MAX_NAME_WORDS); count > 0; count--) {
    const name = [first, ...words.slice(1, count)].join(' ')
    const entry = lookUp(NAME_ALIASES.get(name) ?? name)
    if (entry) return { entry, rest: words.slice(count) }
  }
  return undefined
}

function lookUp(name: string): CatalogEntry | undefined {
  return catalog.find((entry) => entry.name === name)
}
