/**
 * Chart.yaml, as Helm's `chart.Metadata` declares it. Absent fields are undefined; unknown fields are dropped (and
 * reported by lint). Source: helm.sh/helm/v4 pkg/chart/v2/metadata.go.
 */
export interface ChartMetadata {
  readonly name: string
  readonly version: string
  readonly apiVersion: string
  readonly home?: string
  readonly sources?: readonly string[]
  readonly description?: string
  readonly keywords?: readonly string[]
  readonly maintainers?: readonly Maintainer[]
  readonly icon?: string
  readonly condition?: string
  readonly tags?: string
  readonly appVersion?: string
  readonly deprecated?: boolean
  readonly annotations?: Readonly<Record<string, string>>
  readonly kubeVersion?: string
  readonly dependencies?: readonly Dependency[]
  readonly type?: 'application' | 'library' | (string & {})
  /** Ours: `nunjucks` renders the templates with nunjucks behind the guard; absent means Go templates. */
  readonly engine?: string
}

/** One person or list in `maintainers`. */
export interface Maintainer {
  readonly name: string
  readonly email?: string
  readonly url?: string
}

/** One entry of `dependencies` in Chart.yaml, requirements.yaml or a lock file. */
export interface Dependency {
  readonly name: string
  readonly version: string
  readonly repository: string
  readonly condition?: string
  readonly tags?: readonly string[]
  /** Strings, or `{child, parent}` pairs. */
  readonly importValues?: readonly unknown[]
  readonly alias?: string
}

/** Chart.lock or requirements.lock. `digest` is `sha256:HEX` over the dependency lists; `generated` is RFC 3339. */
export interface Lock {
  readonly generated: string
  readonly digest: string
  readonly dependencies: readonly Dependency[]
}
