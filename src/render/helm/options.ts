import type { Budget, GoMap, SprigEnvironment, Tracer, Value } from '#template'
import type { After } from '../nunjucks/index.ts'
import type { Rendered } from '../resource.ts'
import type { ManifestText } from './manifest-text.ts'

/** Whose output to match: 3.17.2 or 4.1.4. */
export type Compat = 'helm3' | 'helm4'

/** The flags that carry an expression of values. */
export type SetKind = 'set-json' | 'set' | 'set-string' | 'set-file' | 'set-literal'

/** Values from one source, with where it came from. */
export type ValuesLayer =
  /** A values file, parsed; values already merged by somebody else (`given`); what `--values-from` names (`from`). */
  | {
      readonly origin: {
        readonly kind: 'file' | 'given' | 'from'
        readonly file: string
        /** Its values were decrypted, or come from a Secret: explanations do not show them. */
        readonly isSecret?: boolean
      }
      readonly values: GoMap
    }
  /** One `--set…` expression. */
  | {
      readonly origin: { readonly kind: SetKind }
      readonly expression: string
      /** What is behind the addresses that `--set-file` names; the rest is read from this machine. */
      readonly fetched?: ReadonlyMap<string, string>
    }

/** Reads what `--set-file` names. Throws what the user should see. */
export type ReadText = (path: string) => string

/** A Kubernetes version as templates see it. `normalized` is what constraints are checked against. */
export interface KubeVersion {
  readonly version: string
  readonly normalized: string
  readonly major: string
  readonly minor: string
}

/** What a cluster can do. */
export interface Capabilities {
  readonly kubeVersion: KubeVersion
  readonly apiVersions: readonly string[]
}

/** The release that templates are rendered for. */
export interface ReleaseOptions {
  readonly name: string
  readonly namespace: string
  /** Default 1. */
  readonly revision?: number
  /** Default false: an install. */
  readonly isUpgrade?: boolean
}

/** Answers `lookup`: an object, a list when `name` is empty, or undefined when there is none. Throws for forbidden. */
export type Lookup = (apiVersion: string, kind: string, namespace: string, name: string) => Value | undefined

/** Changes the rendered stream: one YAML text in, one out. */
export type PostRenderer = (manifests: string) => Promise<string>

/** Everything that a render depends on, beside the chart. */
export interface HelmRenderOptions {
  readonly release: ReleaseOptions
  /** Clock, randomness and time zone of the template functions. */
  readonly environment: SprigEnvironment
  /** Default `helm4`. */
  readonly compat?: Compat
  /** Default: what the compatibility level's Helm assumes offline. */
  readonly capabilities?: Capabilities
  readonly layers?: readonly ValuesLayer[]
  readonly readFile?: ReadText
  readonly lookup?: Lookup
  /** Resolves a host name for `getHostByName`; absent means `--enable-dns` was not given. */
  readonly resolveHost?: (host: string) => string
  readonly includeCrds?: boolean
  readonly skipTests?: boolean
  readonly noHooks?: boolean
  readonly hideSecret?: boolean
  readonly skipSchemaValidation?: boolean
  /** Globs of template paths, relative to the chart. */
  readonly showOnly?: readonly string[]
  readonly subchartNotes?: boolean
  /** A missing key of a map is an error. */
  readonly strict?: boolean
  /** `required` and `fail` warn instead of stopping. */
  readonly lintMode?: boolean
  readonly budget?: Budget
  /** A timer, which charts with `engine: nunjucks` need: their thread is stopped from outside. */
  readonly after?: After
  readonly tracer?: Tracer
}

/** A rendered chart. */
export interface HelmRendered extends Rendered {
  /** What `helm template` prints: CRDs if asked for, resources, then hooks; after `showOnly`. */
  readonly manifest: ManifestText
  /** What a release stores as its manifest: no hooks. */
  readonly releaseManifest: ManifestText
  /** The computed values, as the root chart saw them before rendering. */
  readonly values: GoMap
  /** The user's values: every layer merged. */
  readonly config: GoMap
  /** The root chart once its dependencies were resolved; what a release stores of it. */
  readonly resolved: ResolvedChart
}

/** What resolving dependencies makes of the root chart. */
export interface ResolvedChart {
  /** Its default values, with those of subcharts and what was imported. */
  readonly values: GoMap
  /** The dependencies that are enabled, under their aliases; undefined when Chart.yaml has no such list. */
  readonly dependencies: readonly ResolvedDependency[] | undefined
}

/** One enabled dependency. */
export interface ResolvedDependency {
  readonly name: string
  readonly version: string
  readonly repository: string
  readonly condition: string
  readonly tags: readonly string[]
  readonly alias: string
  readonly enabled: boolean
  readonly importValues: readonly Value[]
}
