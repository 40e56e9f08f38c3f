import { bool, decodeYaml, type Shape, text, texts } from './decode.ts'
import { type LegacyText, legacyFields } from './legacy-fields.ts'
import { platformCommands, platformHooks } from './platform-shape.ts'
import type { Downloader, PlatformCommand, Plugin } from './plugin.ts'
import { isPluginName, isPluginVersion } from './rule.ts'

/**
 * A plugin.yaml without an apiVersion, as Helm 4 reads it: unknown fields are passed over, and one that fetches is no command.
 * Throws `Error` with Helm's reason. Source: helm.sh/helm/v4 internal/plugin/metadata_legacy.go.
 */
export function legacyPlugin(source: string, folder: string): Plugin {
  const raw = decodeYaml<Legacy>(source, SHAPE, { isStrict: false })
  check(raw)
  const { name = '', version = '', command = '', platformCommand = [], hooks = {}, downloaders = [] } = raw
  const lines = Object.entries(hooks)
  const ofShell = lines.map(([event, line]) => [event, [{ command: 'sh', args: ['-c', line] }]] as const)
  return {
    folder,
    name,
    version,
    ...legacyFields(raw),
    word: downloaders.length > 0 ? undefined : name,
    runtime: {
      kind: 'subprocess',
      commands: platformCommand.length === 0 && command !== '' ? [{ command }] : platformCommand,
      hooks: lines.length > 0 ? Object.fromEntries(ofShell) : (raw.platformHooks ?? {}),
      expandsHookArgs: lines.length === 0,
      downloaders: downloaders.map(asDownloader),
    },
  }
}

interface LegacyDownloader {
  readonly protocols?: readonly string[]
  readonly command?: string
}

interface Legacy extends LegacyText {
  readonly name?: string
  readonly version?: string
  readonly platformCommand?: readonly PlatformCommand[]
  readonly command?: string
  readonly platformHooks?: Readonly<Record<string, readonly PlatformCommand[]>>
  readonly hooks?: Readonly<Record<string, string>>
  readonly downloaders?: readonly LegacyDownloader[]
}

/** `plugin.MetadataLegacy`. */
const SHAPE: Shape = {
  kind: 'struct',
  name: 'plugin.MetadataLegacy',
  fields: {
    name: text,
    version: text,
    usage: text,
    description: text,
    platformCommand: platformCommands,
    command: text,
    ignoreFlags: bool,
    platformHooks,
    hooks: { kind: 'map', name: 'plugin.Hooks', of: text },
    downloaders: {
      kind: 'list',
      name: '[]plugin.Downloaders',
      of: { kind: 'struct', name: 'plugin.Downloaders', fields: { protocols: texts, command: text } },
    },
  },
}

function check({ name = '', version = '', command = '', ...raw }: Legacy): void {
  if (!isPluginName(name)) {
    throw new Error(`invalid plugin name ${JSON.stringify(name)}: must contain only a-z, A-Z, 0-9, _ and -`)
  }
  if (version !== '' && !isPluginVersion(version)) {
    throw new Error(`invalid plugin version ${JSON.stringify(version)}: must be valid semver`)
  }
  const { platformCommand = [], platformHooks: others = {}, hooks = {}, downloaders = [] } = raw
  if (platformCommand.length > 0 && command !== '') throw new Error('both platformCommand and command are set')
  if (Object.keys(others).length > 0 && Object.keys(hooks).length > 0) {
    throw new Error('both platformHooks and hooks are set')
  }
  for (const [index, downloader] of downloaders.entries()) checkDownloader(downloader, index)
}

function checkDownloader({ protocols = [], command = '' }: LegacyDownloader, index: number): void {
  if (command === '') throw new Error(`downloader ${index} has empty command`)
  if (protocols.length === 0) throw new Error(`downloader ${index} has no protocols`)
  const empty = protocols.indexOf('')
  if (empty >= 0) throw new Error(`downloader ${index} has empty protocol at index ${empty}`)
}

function asDownloader({ protocols = [], command = '' }: LegacyDownloader): Downloader {
  return { protocols, commands: [{ command }] }
}
