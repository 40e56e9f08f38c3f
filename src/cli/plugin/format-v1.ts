import { join } from 'node:path'
import { dump, load, type YamlMap } from '#yaml'
import { anything, bool, decodeYaml, number, type Shape, text, texts } from './decode.ts'
import { platformCommands, platformHooks } from './platform-shape.ts'
import type { PlatformCommand, Plugin, Subprocess, Wasm } from './plugin.ts'
import { isPluginName, isPluginVersion } from './rule.ts'

/**
 * A plugin.yaml of apiVersion v1. Fields must be known, those of `runtimeConfig` excepted. Throws `Error` with Helm's reason.
 * Source: helm.sh/helm/v4 internal/plugin/metadata_v1.go, metadata.go, config.go.
 */
export function modernPlugin(source: string, folder: string): Plugin {
  const raw = decodeYaml<Manifest>(source, SHAPE, { isStrict: true })
  const { name = '', version = '', type = '', runtime = '' } = check(raw)
  const parts = partsOf(source)
  const { config, runtimeConfig } = converted(() => ({
    config: decodeYaml<Config>(parts.config, configShape(type), { isStrict: true }),
    runtimeConfig: runtimeOf(runtime, parts.runtimeConfig, folder),
  }))
  checkProtocols(type, config.protocols ?? [])
  const { usage = '' } = config
  return {
    folder,
    name,
    version,
    type,
    apiVersion: 'v1',
    sourceUrl: raw.sourceURL ?? '',
    word: type === 'cli/v1' ? (usage || name).split(' ', 1)[0] : undefined,
    usage,
    summary: config.shortHelp ?? '',
    description: config.longHelp ?? '',
    ignoresFlags: config.ignoreFlags === true,
    protocols: config.protocols ?? [],
    runtime: runtimeConfig,
  }
}

interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly type?: string
  readonly runtime?: string
  readonly sourceURL?: string
}

/** `plugin.MetadataV1`. */
const SHAPE: Shape = {
  kind: 'struct',
  name: 'plugin.MetadataV1',
  fields: {
    apiVersion: text,
    name: text,
    type: text,
    runtime: text,
    version: text,
    sourceURL: text,
    config: anything,
    runtimeConfig: anything,
  },
}

function check(raw: Manifest): Manifest {
  const { name = '', version = '', type = '', runtime = '' } = raw
  if (!isPluginName(name)) throw new Error('invalid plugin `name`')
  if (version === '') throw new Error('plugin `version` is required')
  if (!isPluginVersion(version)) {
    throw new Error(`invalid plugin \`version\` ${JSON.stringify(version)}: must be valid semver`)
  }
  if (type === '') throw new Error('`type` missing')
  if (runtime === '') throw new Error('`runtime` missing')
  return raw
}

function checkProtocols(type: string, protocols: readonly string[]): void {
  if (type !== 'getter/v1') return
  const empty = protocols.indexOf('')
  if (protocols.length === 0) throw new Error('config validation failed: getter has no protocols')
  if (empty >= 0) throw new Error(`config validation failed: getter has empty protocol at index ${empty}`)
}

/** `config` and `runtimeConfig` written anew, as Helm writes them before it reads them: lines in messages count from there. */
function partsOf(source: string): { readonly config: string; readonly runtimeConfig: string } {
  const document = load(source)
  const part = (key: string): string => {
    const value = document instanceof Map ? document.get(key) : undefined
    return value instanceof Map ? dump(sorted(value)) : '{}\n'
  }
  return { config: part('config'), runtimeConfig: part('runtimeConfig') }
}

function sorted(map: YamlMap): YamlMap {
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function converted<T>(convert: () => T): T {
  try {
    return convert()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`failed to convert MetadataV1 to Metadata: ${reason}`, { cause })
  }
}

interface Config {
  readonly usage?: string
  readonly shortHelp?: string
  readonly longHelp?: string
  readonly ignoreFlags?: boolean
  readonly protocols?: readonly string[]
}

/** The fields of `config` by type, and the name of Go's struct. */
const CONFIGS: Readonly<Record<string, readonly [string, Readonly<Record<string, Shape>>]>> = {
  'cli/v1': ['schema.ConfigCLIV1', { usage: text, shortHelp: text, longHelp: text, ignoreFlags: bool }],
  'getter/v1': ['schema.ConfigGetterV1', { protocols: texts }],
  'postrenderer/v1': ['schema.ConfigPostRendererV1', {}],
  'test/v1': ['schema.ConfigTestV1', {}],
}

function configShape(type: string): Shape {
  const found = Object.hasOwn(CONFIGS, type) ? CONFIGS[type] : undefined
  if (found === undefined) throw new Error(`unknown plugin type ${JSON.stringify(type)}`)
  return { kind: 'struct', name: found[0], fields: found[1] }
}

function runtimeOf(runtime: string, source: string, folder: string): Subprocess | Wasm {
  if (runtime !== 'subprocess' && runtime !== 'extism/v1') {
    throw new Error(`unsupported plugin runtime type: ${JSON.stringify(runtime)}`)
  }
  try {
    return runtime === 'subprocess' ? subprocessOf(source) : wasmOf(source, folder)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`failed to unmarshal runtimeConfig for ${runtime} runtime: ${reason}`, { cause })
  }
}

interface SubprocessConfig {
  readonly platformCommand?: readonly PlatformCommand[]
  readonly platformHooks?: Readonly<Record<string, readonly PlatformCommand[]>>
  readonly protocolCommands?: readonly {
    readonly protocols?: readonly string[]
    readonly platformCommand?: readonly PlatformCommand[]
  }[]
}

const PROTOCOL_COMMAND: Shape = {
  kind: 'struct',
  name: 'plugin.SubprocessProtocolCommand',
  fields: { protocols: texts, platformCommand: platformCommands },
}

/** `plugin.RuntimeConfigSubprocess`. */
const SUBPROCESS: Shape = {
  kind: 'struct',
  name: 'plugin.RuntimeConfigSubprocess',
  fields: {
    platformCommand: platformCommands,
    platformHooks,
    protocolCommands: { kind: 'list', name: '[]plugin.SubprocessProtocolCommand', of: PROTOCOL_COMMAND },
  },
}

function subprocessOf(source: string): Subprocess {
  const raw = decodeYaml<SubprocessConfig>(source, SUBPROCESS, { isStrict: false })
  return {
    kind: 'subprocess',
    commands: raw.platformCommand ?? [],
    hooks: raw.platformHooks ?? {},
    expandsHookArgs: true,
    downloaders: (raw.protocolCommands ?? []).map(({ protocols = [], platformCommand = [] }) => ({
      protocols,
      commands: platformCommand,
    })),
  }
}

interface WasmConfig {
  readonly memory?: {
    readonly maxPages?: number
    readonly maxHttpResponseBytes?: number
    readonly maxVarBytes?: number
  }
  readonly config?: Readonly<Record<string, string>>
  readonly allowedHosts?: readonly string[]
  readonly fileSystem?: { readonly createTempDir?: boolean }
  readonly timeout?: number
  readonly hostFunctions?: readonly string[]
  readonly entryFuncName?: string
}

/** `plugin.RuntimeConfigExtismV1`. */
const WASM: Shape = {
  kind: 'struct',
  name: 'plugin.RuntimeConfigExtismV1',
  fields: {
    memory: {
      kind: 'struct',
      name: 'plugin.RuntimeConfigExtismV1Memory',
      fields: { maxPages: number, maxHttpResponseBytes: number, maxVarBytes: number },
    },
    config: { kind: 'map', name: 'map[string]string', of: text },
    allowedHosts: texts,
    fileSystem: { kind: 'struct', name: 'plugin.RuntimeConfigExtismV1FileSystem', fields: { createTempDir: bool } },
    timeout: number,
    hostFunctions: texts,
    entryFuncName: text,
  },
}

function wasmOf(source: string, folder: string): Wasm {
  const raw = decodeYaml<WasmConfig>(source, WASM, { isStrict: false })
  const { memory = {} } = raw
  return {
    kind: 'extism/v1',
    file: join(folder, 'plugin.wasm'),
    entry: raw.entryFuncName || 'helm_plugin_main',
    config: raw.config ?? {},
    allowedHosts: raw.allowedHosts ?? [],
    hostFunctions: raw.hostFunctions ?? [],
    hasTempFolder: raw.fileSystem?.createTempDir === true,
    maxPages: memory.maxPages ?? 0,
    maxHttpBytes: memory.maxHttpResponseBytes ?? 0,
    maxVarBytes: memory.maxVarBytes ?? 0,
    timeoutMs: raw.timeout ?? 0,
  }
}
