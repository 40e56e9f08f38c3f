import { listAt, mapAt, mapsAt, numberAt, textAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'

/** What a job's failure policy makes of a failed pod. */
export interface Judgement {
  /** Of the rule that matched. */
  readonly action: string | undefined
  /** Whether the failure counts towards the limits. */
  readonly counts: boolean
  /** Why the whole job fails. */
  readonly failure?: string
}

/** The first rule that matches decides; without one a failure counts. Source: kubernetes `matchPodFailurePolicy`. */
export function judge(rules: readonly JsonObject[] | undefined, pod: KubeObject): Judgement {
  for (const [at, rule] of (rules ?? []).entries()) {
    const cause = causeOf(rule, pod)
    if (cause === undefined) continue
    const action = textAt(rule, 'action')
    const counts = action !== 'Ignore'
    return { action, counts, ...(action === 'FailJob' && { failure: `${cause} matching FailJob rule at index ${at}` }) }
  }
  return { action: undefined, counts: true }
}

/** What of a pod a rule matches, in words. */
function causeOf(rule: JsonObject, pod: KubeObject): string | undefined {
  const place = `${textAt(pod.metadata, 'namespace')}/${pod.metadata.name}`
  const status = mapAt(pod, 'status')
  if (rule['onExitCodes'] !== undefined && rule['onExitCodes'] !== null) {
    const found = failedContainer(status, mapAt(rule, 'onExitCodes'))
    return found === undefined
      ? undefined
      : `Container ${found.name} for pod ${place} failed with exit code ${found.exitCode}`
  }
  const patterns = mapsAt(rule, 'onPodConditions')
  const condition = mapsAt(status, 'conditions').find(({ type, status: is }) =>
    patterns.some((pattern) => pattern['type'] === type && (pattern['status'] ?? 'True') === is),
  )
  return condition === undefined ? undefined : `Pod ${place} has condition ${textAt(condition, 'type')}`
}

interface Failed {
  readonly name: string
  readonly exitCode: number
}

function failedContainer(status: JsonObject, requirement: JsonObject): Failed | undefined {
  const { containerName } = requirement
  for (const container of [...mapsAt(status, 'containerStatuses'), ...mapsAt(status, 'initContainerStatuses')]) {
    const exitCode = numberAt(mapAt(container, 'state', 'terminated'), 'exitCode') ?? 0
    const name = textAt(container, 'name')
    const isMeant = containerName === undefined || containerName === null || containerName === name
    if (exitCode !== 0 && isMeant && matchesCode(exitCode, requirement)) return { name, exitCode }
  }
  return undefined
}

function matchesCode(exitCode: number, requirement: JsonObject): boolean {
  const isListed = listAt(requirement, 'values').includes(exitCode)
  const operator = textAt(requirement, 'operator')
  return operator === 'In' ? isListed : operator === 'NotIn' && !isListed
}
