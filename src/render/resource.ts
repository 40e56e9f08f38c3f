/** A place in a file; line and column count from 1. */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** One rendered document, with where it came from. */
export interface RenderedResource {
  /** Path of the template inside the chart tree: `chart/charts/sub/templates/web.yaml`. */
  readonly source: string
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  /** The document's text, without separators. */
  readonly text: string
}

/** A document that carries `helm.sh/hook`. */
export interface Hook extends RenderedResource {
  readonly events: readonly string[]
  readonly weight: number
  readonly deletePolicies: readonly string[]
  readonly outputLogPolicies: readonly string[]
}

/** What every renderer gives. `manifest` is the exact text Helm prints for the resources, `---` and `# Source:` lines included. */
export interface Rendered {
  readonly resources: readonly RenderedResource[]
  readonly hooks: readonly Hook[]
  /** CRD files of `crds/`, in load order. */
  readonly crds: readonly RenderedResource[]
  readonly notes: string
  readonly warnings: readonly string[]
}
