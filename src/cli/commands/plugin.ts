import { lstatSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Compat } from '#source'
import { pluginInstallFlags } from '../flags/plugin.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'
import { findPlugins, pluginsFolder } from '../plugin/find.ts'
import { runHook } from '../plugin/hook.ts'
import { installPlugin } from '../plugin/install.ts'
import type { Plugin } from '../plugin/plugin.ts'
import { provenanceStatus } from '../plugin/provenance.ts'
import { updatePlugin } from '../plugin/update.ts'
import { table } from '../view/table.ts'

const names = [{ name: 'PLUGIN', summary: 'names of installed plugins', isVariadic: true, isOptional: true }] as const

/** `berth plugin install PATH|URL`. */
export const install = defineCommand({
  name: 'plugin install',
  summary: 'install a plugin of Helm',
  examples: ['berth plugin install ./my-plugin', 'berth plugin install https://github.com/x/helm-diff --verify=false'],
  args: [{ name: 'SOURCE', summary: 'folder, archive, address of an archive, git repository, or oci://…' }],
  flags: pluginInstallFlags,
  run: async ({ args, flags }, session) => {
    const plugin = await installPlugin(args[0] ?? '', flags, session)
    await runHook(plugin, 'install', { flags, session })
    return { text: `Installed plugin: ${plugin.name}\n`, data: plugin }
  },
})

/** `berth plugin list`. */
export const list = defineCommand({
  name: 'plugin list',
  summary: 'list installed plugins',
  args: [],
  flags: { type: { kind: 'string', value: 'type', summary: 'only cli/v1, getter/v1 or postrenderer/v1' } },
  run: async ({ flags }, session) => {
    const all = findPlugins(flags, session)
    const plugins = flags.type ? all.filter(({ type }) => type === flags.type) : all
    const root = pluginsFolder(flags, session)
    const { header, row } = COLUMNS[flags.compat]
    return {
      text: table(
        header,
        plugins.map((one) => row(one, root)),
      ),
      data: plugins,
    }
  },
})

interface Columns {
  readonly header: readonly string[]
  readonly row: (plugin: Plugin, root: string) => readonly string[]
}

const COLUMNS: Readonly<Record<Compat, Columns>> = {
  helm3: {
    header: ['NAME', 'VERSION', 'DESCRIPTION'],
    row: ({ name, version, description }) => [name, version, description],
  },
  helm4: {
    header: ['NAME', 'VERSION', 'TYPE', 'APIVERSION', 'PROVENANCE', 'SOURCE'],
    row: (one, root) => [
      one.name,
      one.version,
      one.type,
      one.apiVersion,
      provenanceStatus(one, root),
      one.sourceUrl || 'unknown',
    ],
  },
}

/** `berth plugin uninstall PLUGIN...`. */
export const uninstall = defineCommand({
  name: 'plugin uninstall',
  summary: 'uninstall plugins',
  args: names,
  flags: {},
  run: async ({ args, flags }, session) => {
    const chosen = { find: () => findPlugins(flags, session), verb: 'uninstall', compat: flags.compat } as const
    const root = pluginsFolder(flags, session)
    return eachPlugin(args, chosen, async (plugin) => {
      removePlugin(plugin, root)
      await runHook(plugin, 'delete', { flags, session })
      session.stdout.write(`Uninstalled plugin: ${plugin.name}\n`)
    })
  },
})

/** A link goes, what it leads to stays. */
function removePlugin({ folder, name, version }: Plugin, root: string): void {
  if (lstatSync(folder).isSymbolicLink()) rmSync(folder)
  else rmSync(folder, { recursive: true, force: true })
  const archive = join(root, `${name}-${version}.tgz`)
  for (const file of version === '' ? [] : [archive, `${archive}.prov`]) rmSync(file, { force: true })
}

/** `berth plugin update PLUGIN...`. */
export const update = defineCommand({
  name: 'plugin update',
  summary: 'update plugins that came from git',
  args: names,
  flags: {},
  run: async ({ args, flags }, session) => {
    const chosen = { find: () => findPlugins(flags, session), verb: 'update', compat: flags.compat } as const
    return eachPlugin(args, chosen, async (plugin) => {
      await runHook(updatePlugin(plugin, flags, session), 'update', { flags, session })
      session.stdout.write(`Updated plugin: ${plugin.name}\n`)
    })
  },
})

interface Chosen {
  readonly find: () => readonly Plugin[]
  readonly verb: 'uninstall' | 'update'
  readonly compat: Compat
}

/** Goes on after a failure and tells all of them at the end. Throws CliError `usage`, `input`. */
async function eachPlugin(
  wanted: readonly string[],
  { find, verb, compat }: Chosen,
  act: (plugin: Plugin) => Promise<void>,
): Promise<undefined> {
  if (wanted.length === 0) throw new CliError('usage', `please provide plugin name to ${verb}`)
  const plugins = find()
  const [failed, plugin] = compat === 'helm3' ? ['Failed', 'Plugin'] : ['failed', 'plugin']
  const failures: string[] = []
  for (const name of wanted) {
    const found = plugins.find((one) => one.name === name)
    if (found === undefined) failures.push(`${plugin}: ${name} not found`)
    else {
      const tell = ({ message }: Error): unknown =>
        failures.push(`${failed} to ${verb} plugin ${name}, got error (${message})`)
      await act(found).catch(tell)
    }
  }
  if (failures.length > 0) throw new CliError('input', failures.join('\n'), { hint: 'see berth plugin list' })
}
