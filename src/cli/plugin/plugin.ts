/** One command of a plugin, for the platforms that it names. */
export interface PlatformCommand {
  readonly os?: string
  readonly arch?: string
  readonly command?: string
  readonly args?: readonly string[]
}

/** What a plugin is for. */
export type PluginType = 'cli/v1' | 'getter/v1' | 'postrenderer/v1' | (string & {})

/** What happens to a plugin, and may want something done. */
export type PluginEvent = 'install' | 'update' | 'delete'

/** An installed plugin of Helm 3's or Helm 4's format. */
export interface Plugin {
  /** Where it lies, as it was found: a link is not followed. */
  readonly folder: string
  readonly name: string
  /** May be empty in the old format. */
  readonly version: string
  readonly type: PluginType
  /** `legacy` or `v1`. */
  readonly apiVersion: string
  readonly sourceUrl: string
  /** The word that calls it; undefined for what is no command. */
  readonly word: string | undefined
  /** How it is called, in one line; empty in the old format. */
  readonly usage: string
  /** One line; may be empty. */
  readonly summary: string
  readonly description: string
  /** Words on the command line are not handed on. */
  readonly ignoresFlags: boolean
  /** Schemes of addresses that it fetches. */
  readonly protocols: readonly string[]
  readonly runtime: Subprocess | Wasm
}

/** A plugin that is programs. */
export interface Subprocess {
  readonly kind: 'subprocess'
  readonly commands: readonly PlatformCommand[]
  /** By event. */
  readonly hooks: Readonly<Partial<Record<PluginEvent, readonly PlatformCommand[]>>>
  /** False where a hook is a line for the shell, which expands by itself. */
  readonly expandsHookArgs: boolean
  readonly downloaders: readonly Downloader[]
}

/** What fetches addresses of some protocols. */
export interface Downloader {
  readonly protocols: readonly string[]
  readonly commands: readonly PlatformCommand[]
}

/** A plugin that is WebAssembly with Extism's interface; `file` is its module. Zero is no limit, but for bytes. */
export interface Wasm {
  readonly kind: 'extism/v1'
  readonly file: string
  readonly entry: string
  readonly config: Readonly<Record<string, string>>
  readonly allowedHosts: readonly string[]
  readonly hostFunctions: readonly string[]
  readonly hasTempFolder: boolean
  /** Of 64 KiB. */
  readonly maxPages: number
  readonly maxHttpBytes: number
  readonly maxVarBytes: number
  readonly timeoutMs: number
}
