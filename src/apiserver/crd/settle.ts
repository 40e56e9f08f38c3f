import { isTrue, mapAt, textAt } from '#kinds'
import { type Finding, findingsText, type JsonObject, type KubeObject, sameJson, validateStructural } from '#kube'
import { acceptNames, takenNames } from './accept-names.ts'
import { approvalCondition } from './approval.ts'
import { isBundleValid } from './ca-bundle.ts'
import { type Condition, hasCondition, removeCondition, setCondition } from './conditions.ts'
import { type DefinitionNames, isConditionTrue, namesOf, versionsOf } from './definition.ts'
import { compilePattern } from './pattern.ts'

/**
 * Brings the status of a definition to what its spec and the others of its group ask for (mutates): names, conditions, and
 * whether it is established. What the reference does in several writes is one here.
 */
export function settle(definition: KubeObject, others: readonly KubeObject[], nowMs: number): void {
  settleNames(definition, others, nowMs)
  establish(definition, nowMs)
  settleCondition(definition, 'NonStructuralSchema', structuralCondition(definition), nowMs)
  const approval = approvalCondition(definition)
  if (approval !== undefined) settleCondition(definition, approval.type, approval, nowMs)
}

function settleNames(definition: KubeObject, others: readonly KubeObject[], nowMs: number): void {
  const [asked, held] = [namesOf(definition, 'spec'), namesOf(definition, 'status')]
  if (sameNames(asked, held) && isConditionTrue(definition, 'NamesAccepted')) return
  const taken = takenNames(others.map((other) => namesOf(other, 'status')))
  const { names, condition } = acceptNames(asked, held, taken)
  definition['status'] = { ...mapAt(definition, 'status'), acceptedNames: namesObject(names) }
  if (!hasCondition(definition, condition)) setCondition(definition, condition, nowMs)
  if (isConditionTrue(definition, 'Established') || condition.status === 'True') return
  if (!hasCondition(definition, notAccepted)) setCondition(definition, notAccepted, nowMs)
}

const notAccepted: Condition = {
  type: 'Established',
  status: 'False',
  reason: 'NotAccepted',
  message: 'not all names are accepted',
}
const established: Condition = {
  type: 'Established',
  status: 'True',
  reason: 'InitialNamesAccepted',
  message: 'the initial names have been accepted',
}
const badBundle: Condition = {
  type: 'Established',
  status: 'False',
  reason: 'InvalidCABundle',
  message: 'The conversion webhook CABundle is invalid',
}

function establish(definition: KubeObject, nowMs: number): void {
  if (!isConditionTrue(definition, 'NamesAccepted') || isConditionTrue(definition, 'Established')) return
  const client = mapAt(definition, 'spec', 'conversion', 'webhook', 'clientConfig')
  settleCondition(definition, 'Established', isBundleValid(textAt(client, 'caBundle')) ? established : badBundle, nowMs)
}

function settleCondition(definition: KubeObject, type: string, condition: Condition | undefined, nowMs: number): void {
  if (condition === undefined) {
    const conditions = mapAt(definition, 'status')['conditions']
    if (Array.isArray(conditions) && conditions.some((old) => textAt(old as JsonObject, 'type') === type)) {
      removeCondition(definition, type)
    }
  } else if (!hasCondition(definition, condition)) setCondition(definition, condition, nowMs)
}

/** New definitions are structural: only those that keep all fields, from long ago, may not be. */
function structuralCondition(definition: KubeObject): Condition | undefined {
  if (!isTrue(mapAt(definition, 'spec'), 'preserveUnknownFields')) return undefined
  const first: Finding = { field: 'spec.preserveUnknownFields', type: 'invalid', value: true, detail: 'must be false' }
  const others = versionsOf(definition).flatMap(({ schema }, at) => {
    return validateStructural(schema, `spec.versions[${at}].schema.openAPIV3Schema`, compilePattern)
  })
  const message = findingsText([first, ...others])
  return { type: 'NonStructuralSchema', status: 'True', reason: 'Violations', message }
}

function sameNames(a: DefinitionNames, b: DefinitionNames): boolean {
  return sameJson(namesObject(a), namesObject(b))
}

function namesObject({ plural, singular, shortNames, kind, listKind, categories }: DefinitionNames): JsonObject {
  return {
    plural,
    ...(singular !== '' && { singular }),
    ...(shortNames.length > 0 && { shortNames: [...shortNames] }),
    kind,
    ...(listKind !== '' && { listKind }),
    ...(categories.length > 0 && { categories: [...categories] }),
  }
}
