import {
  builtInKinds,
  copyOf,
  createMergePatch,
  createThreeWayMergePatch,
  createThreeWayPatch,
  decodeTyped,
  groupVersionOf,
  type KubeObject,
  type MergeSchema,
} from '#kube'
import { type ClientSidePatch, schemaOfKind } from '#plan'

/** The three states that a client-side patch is made of. */
export interface ThreeStates {
  /** What the last revision asked for. */
  readonly original: KubeObject
  /** What this one asks for. */
  readonly modified: KubeObject
  /** What is there. */
  readonly live: KubeObject
}

/**
 * The patch that Helm sends for an object; undefined when it sends none. Built-in kinds get a strategic three-way patch, all
 * others a merge patch of what the manifests say, so that what others changed in them stays; `seesLive` makes it three-way.
 * Throws PatchError. Source: helm.sh/helm/v4 pkg/kube/client.go `createPatch`.
 */
export function clientSidePatch(
  { original, modified, live }: ThreeStates,
  { seesLive = false }: { readonly seesLive?: boolean } = {},
): ClientSidePatch | undefined {
  const schema = isTyped(modified) ? mergeSchemaOf(modified) : undefined
  const states = { original, modified, current: live }
  if (schema !== undefined) return patchOf('strategic', createThreeWayPatch(states, schema))
  return patchOf('merge', seesLive ? createThreeWayMergePatch(states) : createMergePatch(original, modified))
}

/** Where a value of a wrong type stands, Helm cannot tell the kind, and sends what it sends for kinds that it does not know. */
function isTyped(object: KubeObject): boolean {
  const schema = schemaOfKind(object)
  if (schema === undefined) return true
  try {
    decodeTyped(schema, copyOf(object))
    return true
  } catch {
    return false
  }
}

/** Kinds that Helm does not know as built-in, though the API server does. */
const UNKNOWN_TO_HELM: ReadonlySet<string> = new Set(['apiregistration.k8s.io'])

function mergeSchemaOf({ apiVersion, kind }: KubeObject): MergeSchema | undefined {
  return UNKNOWN_TO_HELM.has(groupVersionOf(apiVersion).group) ? undefined : builtInKinds(apiVersion, kind)
}

function patchOf(type: ClientSidePatch['type'], body: ClientSidePatch['body']): ClientSidePatch | undefined {
  return Object.keys(body).length === 0 ? undefined : { type, body }
}
