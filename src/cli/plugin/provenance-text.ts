import { dump, type Json } from '#yaml'
import type { Downloader, PlatformCommand, Plugin, Subprocess, Wasm } from './plugin.ts'

/** A plugin as its provenance file describes it: Helm 4's structs under the names that Go gives their fields. */
export function provenanceText(plugin: Plugin): string {
  const { runtime } = plugin
  return dump(
    mapOf({
      APIVersion: plugin.apiVersion,
      Config: configOf(plugin),
      Name: plugin.name,
      Runtime: runtime.kind,
      RuntimeConfig: runtime.kind === 'subprocess' ? subprocessOf(runtime) : wasmOf(runtime),
      SourceURL: plugin.sourceUrl,
      Type: plugin.type,
      Version: plugin.version,
    }),
  )
}

type Fields = Readonly<Record<string, Json | undefined>>
const mapOf = (fields: Fields): Json =>
  new Map(Object.entries(fields).map(([key, value]) => [key, value ?? null] as const)) as unknown as Json

function configOf({ type, protocols, ignoresFlags, description, summary, usage }: Plugin): Json {
  if (type === 'getter/v1') return mapOf({ Protocols: [...protocols] })
  if (type !== 'cli/v1') return mapOf({})
  return mapOf({ IgnoreFlags: ignoresFlags, LongHelp: description, ShortHelp: summary, Usage: usage })
}

function subprocessOf({ commands, hooks, downloaders }: Subprocess): Json {
  const byEvent = Object.entries(hooks).sort(([a], [b]) => (a < b ? -1 : 1))
  return mapOf({
    PlatformCommand: listOf(commands, commandOf),
    PlatformHooks:
      byEvent.length === 0
        ? null
        : mapOf(Object.fromEntries(byEvent.map(([event, list]) => [event, listOf(list, commandOf)]))),
    ProtocolCommands: listOf(downloaders, downloaderOf),
  })
}

function listOf<T>(items: readonly T[], write: (item: T) => Json): Json {
  return items.length === 0 ? null : items.map(write)
}

function commandOf({ arch = '', args = [], command = '', os = '' }: PlatformCommand): Json {
  return mapOf({
    Architecture: arch,
    Args: args.length === 0 ? null : [...args],
    Command: command,
    OperatingSystem: os,
  })
}

function downloaderOf({ commands, protocols }: Downloader): Json {
  return mapOf({ PlatformCommand: listOf(commands, commandOf), Protocols: [...protocols] })
}

function wasmOf(runtime: Wasm): Json {
  const entry = runtime.entry === 'helm_plugin_main' ? '' : runtime.entry
  const config = Object.entries(runtime.config).sort(([a], [b]) => (a < b ? -1 : 1))
  return mapOf({
    AllowedHosts: listOf(runtime.allowedHosts, String),
    Config: config.length === 0 ? null : mapOf(Object.fromEntries(config)),
    EntryFuncName: entry,
    FileSystem: mapOf({ CreateTempDir: runtime.hasTempFolder }),
    HostFunctions: listOf(runtime.hostFunctions, String),
    Memory: mapOf({
      MaxHTTPResponseBytes: runtime.maxHttpBytes,
      MaxPages: runtime.maxPages,
      MaxVarBytes: runtime.maxVarBytes,
    }),
    Timeout: runtime.timeoutMs,
  })
}
