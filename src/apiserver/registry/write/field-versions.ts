import type { Kind } from '#kinds'
import { apiVersionOf, type FieldVersions, type JsonObject, type KubeObject } from '#kube'
import type { Core } from '../core.ts'
import { appliedSchema } from './applied-schema.ts'

/** How the other versions of a kind look, for managedFields; undefined where there is only one. */
export function versionsOf(core: Core, kind: Kind): FieldVersions | undefined {
  const { generation } = core.registry.kinds
  const known = made.get(kind)
  if (known?.generation === generation) return known.versions
  const others = core.registry.kinds
    .all()
    .filter((other) => other.kind === kind.kind && sameStorage(other, kind) && other.version !== kind.version)
  const versions = others.length === 0 ? undefined : fieldVersions(kind, others)
  made.set(kind, { generation, versions })
  return versions
}

const made = new WeakMap<Kind, { readonly generation: number; readonly versions: FieldVersions | undefined }>()

function fieldVersions(kind: Kind, others: readonly Kind[]): FieldVersions {
  const all = [kind, ...others]
  const at = (apiVersion: string) => all.find((other) => apiVersionOf(other) === apiVersion)
  return {
    schemaOf(apiVersion) {
      const other = at(apiVersion)
      return other === undefined ? undefined : appliedSchema(other)
    },
    convert(object, apiVersion) {
      const other = at(apiVersion)
      return other === undefined ? undefined : convert(kind, other, object)
    },
  }
}

/** By way of the stored version. What only a webhook can convert keeps its fields. */
function convert(from: Kind, to: Kind, object: JsonObject): JsonObject | undefined {
  const copy = structuredClone(object) as KubeObject
  const stored = from.storage.convert?.toStored([copy]) ?? [copy]
  if (stored instanceof Promise) return object
  const result = to.storage.convert?.fromStored(stored) ?? stored
  return result instanceof Promise ? object : result[0]
}

function sameStorage(a: Kind, b: Kind): boolean {
  return a.storage.group === b.storage.group && a.storage.resource === b.storage.resource
}
