import type { Client } from '#client'
import type { JsonObject, KubeObject } from '#kube'
import type { Cause } from '#plan'
import type { HelmRenderOptions, Hook, RenderedResource } from '#render'
import type { Release } from './release.ts'

/** What a render for a release starts from. */
export interface ContentRequest {
  readonly name: string
  readonly namespace: string
  /** The revision that is to come. */
  readonly revision: number
  readonly isUpgrade: boolean
  /** What is deployed, for `--reuse-values` and for generated values that are kept. */
  readonly previous: Release | undefined
  /** For `lookup` and capabilities; undefined with `--dry-run=client`. */
  readonly client: Client | undefined
  /** Clock and randomness of the templates, in place of the real ones: so that a render can be repeated. */
  readonly chance?: Chance
  /** The user's values, in place of the ones given now. */
  readonly config?: JsonObject
  /** A format whose sources bring definitions calls it with them before it looks at the cluster and renders. */
  readonly beforeRender?: BringDefinitions
}

/** Brings the definitions of a source; gives those that are not there yet and whose kinds templates shall see as served. */
export type BringDefinitions = (crds: readonly RenderedResource[]) => Promise<readonly KubeObject[]>

/** What no input decides: time, random bytes and new keys. */
export type Chance = Pick<HelmRenderOptions['environment'], 'now' | 'randomBytes' | 'remember'>

/** One rendered revision, whatever its format. */
export interface ReleaseContent {
  /** What the record keeps as `chart`. An overlay or plain manifests have one too: name, version and their format. */
  readonly chart: JsonObject
  /** What the record keeps as `config`: the user's values. */
  readonly config: JsonObject
  /** What the record keeps as `manifest`. */
  readonly manifest: string
  readonly hooks: readonly Hook[]
  /** Installed before everything else and only once. */
  readonly crds: readonly RenderedResource[]
  readonly notes: string
  readonly warnings: readonly string[]
  /** Texts of values that were decrypted: whoever shows objects hides them. Never written anywhere. */
  readonly secrets?: readonly string[]
  /** Says who wrote a field of the manifest; absent where the format cannot tell. */
  readonly explain?: ExplainField
}

/** A field of a rendered object. */
export interface FieldPlace {
  /** What the document's `# Source:` line says. */
  readonly source: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  /** As changes name it: `/spec/containers/[name=web]/image`; empty for the object as a whole. */
  readonly path: string
  /** The object is not rendered any more. */
  readonly isGone?: boolean
}

/** Who wrote a field; undefined where nobody knows. */
export type ExplainField = (place: FieldPlace) => Promise<Cause | undefined>

/** Renders a source for a release; the one thing a format has to bring. */
export type RenderContent = (request: ContentRequest) => Promise<ReleaseContent>
