import type { Kind } from '#kinds'
import type { KubeObject } from '#kube'
import { metaTexts } from '../core.ts'
import type { DeleteOptions } from '../options/delete-options.ts'

/** Finalizers after the propagation policy had its say; undefined when they stay as they are. */
export function finalizersOfDeletion(
  kind: Kind,
  object: KubeObject,
  options: DeleteOptions,
): readonly string[] | undefined {
  const present = metaTexts(object, 'finalizers')
  const wanted = wantedFinalizer(kind, present, options)
  const others = present.filter((finalizer) => finalizer !== orphan && finalizer !== foreground)
  const next = wanted === undefined ? others : [...others, wanted]
  const isSame = next.length === present.length && next.every((finalizer) => present.includes(finalizer))
  return isSame ? undefined : next
}

const orphan = 'orphan'
const foreground = 'foregroundDeletion'

/** What the options say, else what the object already says, else what the kind does by default. */
function wantedFinalizer(kind: Kind, present: readonly string[], options: DeleteOptions): string | undefined {
  if (unsupported.has(`${kind.plural}.${kind.group}`)) return undefined
  if (options.orphanDependents !== undefined) return options.orphanDependents ? orphan : undefined
  if (options.propagationPolicy !== undefined) return finalizerOf[options.propagationPolicy]
  const said = present.find((finalizer) => finalizer === orphan || finalizer === foreground)
  return said ?? (kind.strategy.orphansByDefault === true ? orphan : undefined)
}

const finalizerOf = { Orphan: orphan, Foreground: foreground, Background: undefined } as const

/** Kinds that own nothing: events. */
const unsupported = new Set(['events.', 'events.events.k8s.io'])
