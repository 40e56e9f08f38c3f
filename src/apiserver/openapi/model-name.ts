import { type Kind, typeNameOf } from '#kinds'
import type { GroupVersionKind } from '#kube'

/** The name of a kind's definition: the Go type's, or `com.example.stable.v1.CronTab` for a custom one. */
export function modelName(kind: Kind): string {
  return kind.isCustom === true ? customName(kind, kind.kind) : (builtInName(kind) ?? customName(kind, kind.kind))
}

/** The name of the definition of a kind's list. */
export function listModelName(kind: Kind): string {
  const { group, version, listKind } = kind
  const custom = customName(kind, listKind)
  return kind.isCustom === true ? custom : (typeNameOf({ group, version, kind: listKind }) ?? custom)
}

/** The name of the definition of what a subresource carries; a kind no table has is text. */
export function bodyModelName(body: GroupVersionKind): string {
  return typeNameOf(body) ?? 'string'
}

function builtInName({ group, version, kind }: GroupVersionKind): string | undefined {
  return typeNameOf({ group, version, kind })
}

function customName({ group, version }: Kind, kind: string): string {
  return [...group.split('.').reverse(), version, kind].join('.')
}
