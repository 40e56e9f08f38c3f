import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readBounded } from '#source'
import { parseVersion } from '#template'
import { loadObject } from '#yaml'
import { CliError } from '../frame/error.ts'
import type { Downloader, PlatformCommand, Plugin } from './plugin.ts'

/** The file that makes a folder a plugin. */
export const PLUGIN_FILE = 'plugin.yaml'

/**
 * The plugin in a folder, of either format. Throws CliError `input` with Helm's reason. Source: helm.sh/helm/v4
 * internal/plugin/loader.go and metadata.go.
 */
export function readPlugin(folder: string): Plugin {
  const file = join(folder, PLUGIN_FILE)
  if (!existsSync(file)) {
    throw new CliError('input', `failed to read plugin at "${file}": open ${file}: no such file or directory`)
  }
  return parsePlugin(Buffer.from(readBounded(file)).toString('utf8'), folder)
}

/** The same of the text of a plugin.yaml. */
export function parsePlugin(text: string, folder: string): Plugin {
  try {
    const manifest = loadObject<Manifest | null>(text, { file: join(folder, PLUGIN_FILE) }) ?? {}
    if (manifest.apiVersion === undefined || manifest.apiVersion === '') return legacyPlugin(manifest, folder)
    if (manifest.apiVersion === 'v1') return modernPlugin(manifest, folder)
    throw new Error(`invalid plugin apiVersion: ${JSON.stringify(manifest.apiVersion)}`)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CliError('input', `failed to load plugin "${folder}": ${reason}`, { cause })
  }
}

/** Both formats' fields; texts, since files are written by hand. */
interface Manifest {
  readonly apiVersion?: string
  readonly name?: string
  readonly version?: string
  readonly type?: string
  readonly runtime?: string
  readonly sourceURL?: string
  readonly config?: ModernConfig
  readonly runtimeConfig?: ModernRuntime
  readonly usage?: string
  readonly description?: string
  readonly command?: string
  readonly platformCommand?: readonly PlatformCommand[]
  readonly ignoreFlags?: boolean
  readonly hooks?: Readonly<Record<string, string>>
  readonly platformHooks?: Readonly<Record<string, readonly PlatformCommand[]>>
  readonly downloaders?: readonly { readonly protocols?: readonly string[]; readonly command?: string }[]
}

interface ModernConfig {
  readonly usage?: string
  readonly shortHelp?: string
  readonly longHelp?: string
  readonly ignoreFlags?: boolean
  readonly protocols?: readonly string[]
}

interface ModernRuntime {
  readonly platformCommand?: readonly PlatformCommand[]
  readonly platformHooks?: Readonly<Record<string, readonly PlatformCommand[]>>
  readonly protocolCommands?: readonly {
    readonly protocols?: readonly string[]
    readonly platformCommand?: readonly PlatformCommand[]
  }[]
}

function legacyPlugin(manifest: Manifest, folder: string): Plugin {
  const { name = '', version = '', command = '', platformCommand = [], hooks = {}, platformHooks = {} } = manifest
  if (!NAME.test(name)) throw new Error(`invalid plugin name ${JSON.stringify(name)}: ${NAME_RULE}`)
  if (version !== '' && !isVersion(version)) throw new Error(`invalid plugin version ${versionRule(version)}`)
  if (platformCommand.length > 0 && command !== '') throw new Error('both platformCommand and command are set')
  const lines = Object.entries(hooks)
  if (Object.keys(platformHooks).length > 0 && lines.length > 0) throw new Error('both platformHooks and hooks are set')
  const downloaders = legacyDownloaders(manifest)
  const ofShell = lines.map(([event, line]) => [event, [{ command: 'sh', args: ['-c', line] }]] as const)
  return {
    folder,
    name,
    version,
    type: downloaders.length > 0 ? 'getter/v1' : 'cli/v1',
    apiVersion: 'legacy',
    sourceUrl: '',
    usage: manifest.usage ?? '',
    description: manifest.description ?? '',
    ignoresFlags: manifest.ignoreFlags === true,
    commands: platformCommand.length === 0 && command !== '' ? [{ command }] : platformCommand,
    hooks: lines.length > 0 ? Object.fromEntries(ofShell) : platformHooks,
    expandsHookArgs: lines.length === 0,
    downloaders,
  }
}

function legacyDownloaders({ downloaders = [] }: Manifest): readonly Downloader[] {
  return downloaders.map(({ protocols = [], command = '' }, index) => {
    if (command === '') throw new Error(`downloader ${index} has empty command`)
    if (protocols.length === 0) throw new Error(`downloader ${index} has no protocols`)
    const empty = protocols.indexOf('')
    if (empty >= 0) throw new Error(`downloader ${index} has empty protocol at index ${empty}`)
    return { protocols, commands: [{ command }] }
  })
}

const TYPES: ReadonlySet<string> = new Set(['cli/v1', 'getter/v1', 'postrenderer/v1', 'test/v1'])

function modernPlugin(manifest: Manifest, folder: string): Plugin {
  const { name = '', version = '', type = '', runtime = '', config = {}, runtimeConfig = {} } = manifest
  if (!NAME.test(name)) throw new Error('invalid plugin `name`')
  if (version === '') throw new Error('plugin `version` is required')
  if (!isVersion(version)) throw new Error(`invalid plugin \`version\` ${versionRule(version)}`)
  if (type === '') throw new Error('`type` missing')
  if (runtime === '') throw new Error('`runtime` missing')
  if (!TYPES.has(type)) throw new Error(`failed to convert MetadataV1 to Metadata: unknown plugin type "${type}"`)
  if (runtime !== 'subprocess') throw new Error(`unsupported plugin runtime type: "${runtime}"`)
  return {
    folder,
    name,
    version,
    type,
    apiVersion: 'v1',
    sourceUrl: manifest.sourceURL ?? '',
    usage: config.shortHelp ?? '',
    description: config.longHelp ?? '',
    ignoresFlags: config.ignoreFlags === true,
    commands: runtimeConfig.platformCommand ?? [],
    hooks: runtimeConfig.platformHooks ?? {},
    expandsHookArgs: true,
    downloaders: (runtimeConfig.protocolCommands ?? []).map(({ protocols = [], platformCommand = [] }) => ({
      protocols,
      commands: platformCommand,
    })),
  }
}

const NAME = /^[A-Za-z0-9_-]+$/
const NAME_RULE = 'must contain only a-z, A-Z, 0-9, _ and -'
const STRICT = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/

function versionRule(version: string): string {
  return `${JSON.stringify(version)}: must be valid semver`
}

function isVersion(text: string): boolean {
  try {
    parseVersion(text)
    return STRICT.test(text)
  } catch {
    return false
  }
}
