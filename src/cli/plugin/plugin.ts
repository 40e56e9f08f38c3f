/** One command of a plugin, for the platforms that it names. */
export interface PlatformCommand {
  readonly os?: string
  readonly arch?: string
  readonly command?: string
  readonly args?: readonly string[]
}

/** What a plugin is for. */
export type PluginType = 'cli/v1' | 'getter/v1' | 'postrenderer/v1' | (string & {})

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
  readonly usage: string
  readonly description: string
  /** Flags on the command line are not handed on. */
  readonly ignoresFlags: boolean
  readonly commands: readonly PlatformCommand[]
  /** By event: `install`, `update`, `delete`. */
  readonly hooks: Readonly<Record<string, readonly PlatformCommand[]>>
  /** False where a hook is a line for the shell, which expands by itself. */
  readonly expandsHookArgs: boolean
  readonly downloaders: readonly Downloader[]
}

/** What fetches addresses of some protocols. */
export interface Downloader {
  readonly protocols: readonly string[]
  readonly commands: readonly PlatformCommand[]
}
