import type { Chart } from '#source'
import type { GoMap } from '#template'
import type { Capabilities, Compat, HelmRenderOptions } from '../options.ts'
import type { Warnings } from '../warnings.ts'
import type { Finding } from './finding.ts'

/** What stands at a path of the chart's folder. */
export type EntryKind = 'file' | 'folder' | 'missing'

/** Chart.yaml as far as lint reads it: `chart.Metadata` of Helm. */
export type Metadata = Chart['metadata']

/** A chart to be linted: a folder, reached through functions. `path` is relative to it. */
export interface LintTarget {
  /** The folder's absolute path, which Helm prints before what it says of dependencies. */
  readonly folder: string
  /** How the user named it; positions begin with it. */
  readonly origin: string
  kindOf(path: string): EntryKind
  /** Throws `Error` with the operating system's text as Go words it. */
  read(path: string): Uint8Array
  /** Loads the chart as Helm's loader does, `.helmignore` included. Throws `Error` with Helm's text. */
  load(): Chart
  /** The same, without its warnings: the chart, or undefined when it cannot be loaded. */
  tryLoad(): Chart | undefined
  /** Reads Chart.yaml; `isStrict` refuses unknown fields and repeated keys. Throws `Error` with Helm's text. */
  parseMetadata(text: string, isStrict: boolean): Metadata
}

/** How to lint. */
export interface LintOptions {
  readonly compat: Compat
  /** The user's values, merged. Helm fills their tables with the chart's defaults on the way, and so does lint. */
  readonly config: GoMap
  readonly namespace: string
  /** What templates see, and the Kubernetes version that deprecations are checked against. */
  readonly capabilities: Capabilities
  readonly environment: HelmRenderOptions['environment']
  readonly skipSchemaValidation: boolean
  /** What the templates may spend. */
  readonly budget?: HelmRenderOptions['budget']
}

/** What a lint found, and what belongs on stderr. */
export interface LintResult {
  readonly findings: readonly Finding[]
  readonly warnings: readonly string[]
}

/** Options with a place for what belongs on stderr. */
export type TemplateLintOptions = LintOptions & { readonly warnings: Warnings }
