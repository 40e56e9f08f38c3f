import { type Kind, kindTable } from '#kinds'
import {
  applyMergePatch,
  applyStrategicPatch,
  builtInKinds,
  copyOf,
  createThreeWayMergePatch,
  createThreeWayPatch,
  decodeTyped,
  groupVersionOf,
  type JsonObject,
  type KubeObject,
  type Schema,
} from '#kube'
import { keepAllocated } from './allocated.ts'
import type { Compared } from './contract.ts'

/**
 * What would be there after a write, without asking the server: what is asked for over what is live, less what the last
 * revision asked for and this one does not. Built-in kinds get their merge keys, canonical quantities and defaults. Throws
 * what a patch or a decoder throws.
 */
export function mergeOffline({ previous, wanted, live }: Omit<Compared, 'merged'>): KubeObject | undefined {
  if (wanted === undefined) return undefined
  const kind = kindOf(wanted)
  const modified = decoded(wanted, kind)
  if (live === undefined) return withDefaults(modified, kind)
  const states = { original: decoded(previous ?? wanted, kind), modified, current: decoded(live, kind) }
  const merged =
    kind === undefined ? applyMergePatch(states.current, createThreeWayMergePatch(states)) : strategic(states, wanted)
  return asWritten(merged as KubeObject, live)
}

/** A patch that a client makes. */
export interface ClientSidePatch {
  readonly type: 'strategic' | 'merge'
  readonly body: JsonObject
}

/** What would be there after a patch, without asking the server. Throws what a patch throws. */
export function patchOffline(live: KubeObject, { type, body }: ClientSidePatch): KubeObject {
  const { apiVersion, kind } = live
  const current = copyOf(live)
  const patched =
    type === 'merge'
      ? applyMergePatch(current, body)
      : applyStrategicPatch(current, body, builtInKinds(apiVersion, kind))
  return asWritten(patched as KubeObject, live)
}

/** As the server writes it over what is live: in its canonical form, with defaults and what it has given. */
function asWritten(object: KubeObject, live: KubeObject): KubeObject {
  const kind = kindOf(object)
  const written = withDefaults(decoded(object, kind), kind)
  keepAllocated(written, live)
  return written
}

/** The schema of an object's kind; undefined for custom ones. */
export function schemaOfKind(object: Pick<KubeObject, 'apiVersion' | 'kind'>): Schema | undefined {
  return kindOf(object)?.schema
}

function kindOf({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): Kind | undefined {
  const { group, version } = groupVersionOf(apiVersion)
  return kindTable.find((row) => row.kind === kind && row.group === group && row.version === version)
}

function strategic(states: Parameters<typeof createThreeWayPatch>[0], { apiVersion, kind }: KubeObject): unknown {
  const schema = builtInKinds(apiVersion, kind)
  return applyStrategicPatch(states.current, createThreeWayPatch(states, schema), schema)
}

/** As the server reads it: quantities and times in their canonical form. What cannot be decoded stays as it is. */
function decoded(object: KubeObject, kind: Kind | undefined): KubeObject {
  if (kind === undefined) return object
  try {
    return decodeTyped(kind.schema, copyOf(object)).value as KubeObject
  } catch {
    return copyOf(object)
  }
}

/** Fills what was left out (mutates). Only what came out of a merge gets defaults: nobody asked for them. */
function withDefaults(object: KubeObject, kind: Kind | undefined): KubeObject {
  kind?.strategy.defaults?.(object)
  return object
}
