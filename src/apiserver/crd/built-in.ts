import { checkMetadata, checkMetadataUpdate, type Kind, listAt, type Strategy } from '#kinds'
import { checkDnsSubdomain, checkPathSegment, copyOf, type Finding, type KubeObject, timeText } from '#kube'
import { metaTexts } from '../registry/core.ts'
import { setCondition } from './conditions.ts'
import { isDefinitionKind, namesOf } from './definition.ts'
import { findDefinitionFaults, findDefinitionUpdateFaults, findStatusUpdateFaults } from './validation/definition.ts'
import { formatWarnings } from './validation/formats.ts'

/** Finalizer that holds a definition until the last of its objects is gone. */
export const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io'

/** A table of kinds in which that of definitions has the hooks of this server. */
export function withDefinitions(kinds: readonly Kind[]): readonly Kind[] {
  return kinds.map((kind) => (isDefinitionKind(kind) ? definitionKind(kind) : kind))
}

/** The kind of definitions; its schema stays unbuilt until it is asked for. */
function definitionKind(kind: Kind): Kind {
  const { validateCreate: _, ...strategy } = kind.strategy
  const hooks: Strategy = {
    ...strategy,
    validate: findMetadataFaults,
    validateCreate: (object) => [...findNameFaults(object), ...findDefinitionFaults(object)],
    validateUpdate: (object, old) => [...findUpdateFaults(object, old), ...findDefinitionUpdateFaults(object, old)],
    validateStatusUpdate: (object, old) => [...findUpdateFaults(object, old), ...findStatusUpdateFaults(object)],
    warnings: formatWarnings,
    markForCleanup: (object, { now }) => markForCleanup(object, now),
  }
  const descriptors = Object.getOwnPropertyDescriptors(kind)
  return Object.defineProperties({}, { ...descriptors, strategy: { value: hooks, enumerable: true } }) as Kind
}

function findMetadataFaults(object: KubeObject): readonly Finding[] {
  const found: Finding[] = []
  checkMetadata(found, object, 'Cluster', checkPathSegment)
  return found
}

/** A definition is called as what it defines. */
function findNameFaults(object: KubeObject): readonly Finding[] {
  const { name } = object.metadata
  if (typeof name !== 'string' || name === '') return []
  const isRight = name === `${namesOf(object, 'spec').plural}.${groupOf(object)}`
  const details = [...checkDnsSubdomain(name), ...(isRight ? [] : ['must be spec.names.plural+"."+spec.group'])]
  return details.map((detail) => ({ field: 'metadata.name', type: 'invalid', value: name, detail }))
}

function groupOf({ spec }: KubeObject): string {
  const group = typeof spec === 'object' && spec !== null && 'group' in spec ? spec.group : ''
  return typeof group === 'string' ? group : ''
}

function findUpdateFaults(object: KubeObject, old: KubeObject): readonly Finding[] {
  const found: Finding[] = []
  checkMetadataUpdate(found, object, old)
  return found
}

/** The first act of a deletion: the objects are to go first (mutates). */
function markForCleanup(definition: KubeObject, nowMs: number): void {
  const { metadata } = definition
  metadata['deletionTimestamp'] = timeText(nowMs)
  const finalizers = metaTexts(definition, 'finalizers')
  if (!finalizers.includes(cleanupFinalizer)) {
    metadata['finalizers'] = [...listAt(metadata, 'finalizers').map(copyOf), cleanupFinalizer]
  }
  const message = 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon'
  setCondition(definition, { type: 'Terminating', status: 'True', reason: 'InstanceDeletionPending', message }, nowMs)
}
