import type { Strategy } from '#kinds'
import { checkQualifiedName, copyOf, forbidden, type GroupResource, goQuote, type KubeObject, sameJson } from '#kube'
import { metaTexts } from '../registry/core.ts'
import { findNewFaults, findStatusFaults, findUpdateFaults, type InstanceRules } from './instance-faults.ts'

/** What the hooks of a custom kind are made for. */
export interface StrategyOptions {
  readonly hasStatus: boolean
  /** The resource, where its definition is being deleted: no more objects are made. */
  readonly terminating?: GroupResource
}

/** The hooks of a custom kind (apiextensions customResourceStrategy). Defaults are a matter of reading. */
export function strategyOf(rules: InstanceRules, { hasStatus, terminating }: StrategyOptions): Strategy {
  return {
    prepareForCreate(object) {
      if (terminating !== undefined) throw forbidden(terminating, object.metadata.name, whileTerminating)
      if (hasStatus) delete object['status']
      object.metadata['generation'] = 1
    },
    prepareForUpdate: (object, old) => countGeneration(object, old),
    prepareForStatusUpdate: (object, old) => keepAllButStatus(object, old),
    validateCreate: (object) => findNewFaults(rules, object),
    validateUpdate: (object, old) => findUpdateFaults(rules, object, old),
    validateStatusUpdate: (object, old) => findStatusFaults(rules, object, old),
    warnings: finalizerWarnings,
    createsOnUpdate: false,
    updatesUnconditionally: false,
  }
}

const whileTerminating = 'create not allowed while custom resource definition is terminating'

/** Whatever changes but the metadata makes the generation grow. */
function countGeneration(object: KubeObject, old: KubeObject): void {
  const { metadata: _, ...content } = object
  const { metadata: before, ...oldContent } = old
  if (sameJson(content, oldContent)) return
  const generation = before['generation']
  object.metadata['generation'] = (typeof generation === 'number' ? generation : 0) + 1
}

/** Of a write of the status only that and the owners of fields are taken (mutates `object`). */
function keepAllButStatus(object: KubeObject, old: KubeObject): void {
  const { managedFields } = object.metadata
  const metadata = copyOf(old.metadata)
  if (managedFields === undefined) delete metadata['managedFields']
  else metadata['managedFields'] = managedFields
  object.metadata = metadata
}

/** Finalizers that the object already has are not told again. */
function finalizerWarnings(object: KubeObject, old: KubeObject | undefined): readonly string[] {
  const known = old === undefined ? [] : metaTexts(old, 'finalizers')
  const added = new Set(metaTexts(object, 'finalizers').filter((finalizer) => !known.includes(finalizer)))
  return [...added].sort().flatMap(warningsOf)
}

const standard = new Set(['orphan', 'foregroundDeletion', 'kubernetes'])

function warningsOf(finalizer: string): readonly string[] {
  const place = `metadata.finalizers: ${goQuote(finalizer)}:`
  const faults = checkQualifiedName(finalizer).map((fault) => `${place} ${fault}`)
  if (finalizer.includes('/') || standard.has(finalizer)) return faults
  const way = finalizer.includes('.') ? ' including a path (/)' : ''
  return [
    ...faults,
    `${place} prefer a domain-qualified finalizer name${way} to avoid accidental conflicts with other finalizer writers`,
  ]
}
