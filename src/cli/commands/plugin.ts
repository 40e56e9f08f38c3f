import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { signChart, verifyChart } from '#repo'
import type { Compat } from '#source'
import { keyringPath } from '../chart/keyring.ts'
import { readPassword } from '../chart/network.ts'
import { pluginInstallFlags, pluginPackageFlags, pluginVerifyFlags } from '../flags/plugin.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { isArchiveName, packPlugin } from '../plugin/archive.ts'
import { findPlugins } from '../plugin/find.ts'
import { pullPlugin } from '../plugin/git.ts'
import { runHook } from '../plugin/hook.ts'
import { installPlugin, pluginsFolder, verificationText } from '../plugin/install.ts'
import type { Plugin } from '../plugin/plugin.ts'
import { provenanceStatus } from '../plugin/provenance.ts'
import { readPlugin } from '../plugin/read.ts'
import { table } from '../view/table.ts'

const names = [{ name: 'PLUGIN', summary: 'names of installed plugins', isVariadic: true, isOptional: true }] as const

/** `berth plugin install PATH|URL`. */
export const install = defineCommand({
  name: 'plugin install',
  summary: 'install a plugin of Helm',
  examples: ['berth plugin install ./my-plugin', 'berth plugin install https://github.com/x/helm-diff --verify=false'],
  args: [{ name: 'SOURCE', summary: 'folder, archive, address of an archive, or git repository' }],
  flags: pluginInstallFlags,
  run: async ({ args, flags }, session) => {
    const plugin = await installPlugin(args[0] ?? '', flags, session)
    await runHook(plugin, 'install', session)
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
    const plugins = findPlugins(flags, session, flags.type)
    const root = pluginsFolder(flags, session)
    const text =
      flags.compat === 'helm3'
        ? table(
            ['NAME', 'VERSION', 'DESCRIPTION'],
            plugins.map(({ name, version, description }) => [name, version, description]),
          )
        : table(
            ['NAME', 'VERSION', 'TYPE', 'APIVERSION', 'PROVENANCE', 'SOURCE'],
            plugins.map((one) => [
              one.name,
              one.version,
              one.type,
              one.apiVersion,
              provenanceStatus(one, root),
              one.sourceUrl || 'unknown',
            ]),
          )
    return { text, data: plugins }
  },
})

/** `berth plugin uninstall PLUGIN...`. */
export const uninstall = defineCommand({
  name: 'plugin uninstall',
  summary: 'uninstall plugins',
  args: names,
  flags: {},
  run: async ({ args, flags }, session) => {
    const plugins = findPlugins(flags, session)
    const root = pluginsFolder(flags, session)
    return eachPlugin(args, { plugins, verb: 'uninstall', compat: flags.compat }, async (plugin) => {
      removePlugin(plugin, root)
      await runHook(plugin, 'delete', session)
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
  run: async ({ args, flags }, session) =>
    eachPlugin(args, { plugins: findPlugins(flags, session), verb: 'update', compat: flags.compat }, async (plugin) => {
      if (!existsSync(join(plugin.folder, '.git'))) {
        throw new CliError('input', 'cannot get information about plugin source', {
          hint: 'only a plugin from a git repository can be updated; install the others anew',
        })
      }
      pullPlugin(plugin.folder, session)
      await runHook(readPlugin(plugin.folder), 'update', session)
      session.stdout.write(`Updated plugin: ${plugin.name}\n`)
    }),
})

interface Chosen {
  readonly plugins: readonly Plugin[]
  readonly verb: 'uninstall' | 'update'
  readonly compat: Compat
}

/** Goes on after a failure and tells all of them at the end. Throws CliError `usage`, `input`. */
async function eachPlugin(
  wanted: readonly string[],
  { plugins, verb, compat }: Chosen,
  act: (plugin: Plugin) => Promise<void>,
): Promise<undefined> {
  if (wanted.length === 0) throw new CliError('usage', `please provide plugin name to ${verb}`)
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

/** `berth plugin package FOLDER`. */
export const packaging = defineCommand({
  name: 'plugin package',
  summary: 'pack a plugin into an archive',
  args: [{ name: 'FOLDER', summary: 'folder of a plugin' }],
  flags: pluginPackageFlags,
  run: async ({ args, flags }, session) => {
    const folder = resolve(session.cwd, args[0] ?? '')
    if (!statSync(folder).isDirectory()) {
      throw new CliError('input', 'plugin package only supports directories, not tarballs')
    }
    const { name, version } = readPlugin(folder)
    if (flags.sign && !flags.key)
      throw new CliError('usage', '--key is required for signing; --sign=false leaves it out')
    mkdirSync(flags.destination, { recursive: true })
    const path = join(flags.destination, `${name}-${version}.tgz`)
    const archive = await packPlugin(folder, name)
    if (!flags.sign) {
      const reason = 'This is not recommended for plugins intended for distribution.'
      session.stdout.write(`WARNING: Skipping plugin signing. ${reason}\n`)
    }
    writeFileSync(path, archive)
    if (flags.sign) {
      const keyring = keyringPath(flags.keyring, flags, session)
      const signer = { keyring, key: flags.key ?? '', passphrase: () => passphrase(flags['passphrase-file'], session) }
      const packed = { archive, fileName: basename(path), metadata: { name, version, apiVersion: 'v1' } }
      writeFileSync(`${path}.prov`, await signChart(packed, signer, new Date(session.now())))
      session.stdout.write(`Successfully signed. Signature written to: ${path}.prov\n`)
    }
    return { text: `Successfully packaged plugin and saved it to: ${path}\n`, data: { path } }
  },
})

async function passphrase(file: string | undefined, session: Session): Promise<string> {
  if (file === '-') return readPassword(session)
  if (file !== undefined) return readFileSync(file, 'utf8').replace(/[\r\n]+$/, '')
  throw new CliError('input', 'the key is locked', { hint: 'give its passphrase with --passphrase-file' })
}

/** `berth plugin verify ARCHIVE`. */
export const verify = defineCommand({
  name: 'plugin verify',
  summary: "check a plugin archive's signature",
  args: [{ name: 'ARCHIVE', summary: 'plugin archive; ARCHIVE.prov lies beside it' }],
  flags: pluginVerifyFlags,
  run: async ({ args, flags }, session) => {
    const path = args[0] ?? ''
    const file = resolve(session.cwd, path)
    if (statSync(file).isDirectory()) {
      throw new CliError('input', 'directory verification not supported - only plugin tarballs can be verified')
    }
    if (!isArchiveName(path)) throw new CliError('input', 'plugin file must be a gzipped tarball (.tar.gz or .tgz)')
    if (!existsSync(`${file}.prov`)) {
      const reason = `stat ${path}.prov: no such file or directory`
      throw new CliError('input', `could not find provenance file ${path}.prov: ${reason}`)
    }
    const packed = {
      archive: readFileSync(file),
      fileName: basename(path),
      provenance: readFileSync(`${file}.prov`, 'utf8'),
    }
    const found = await verifyChart(packed, keyringPath(flags.keyring, flags, session), new Date(session.now()))
    return { text: verificationText(found), data: found }
  },
})
