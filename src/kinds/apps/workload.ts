import type { JsonObject, KubeObject } from '#kube'
import {
  addInvalid,
  addRequired,
  addUnsupported,
  checkNotNegative,
  checkUnchanged,
  type Findings,
} from '../check/finding.ts'
import { checkSelector, matchesSelector, selectsAll } from '../check/selector.ts'
import { isSame } from '../equal.ts'
import { isSet, mapAt, numberAt, textAt } from '../read.ts'
import { checkTemplate } from '../template/check.ts'

/** How the template of a workload is checked. */
export type TemplateCheck = (found: Findings, template: JsonObject, field: string) => void

/** What a kind of workload is called in findings, and how its template is checked. */
export interface WorkloadWords {
  readonly name: string
  readonly kind: string
  readonly check?: TemplateCheck
}

/** Checks a number of replicas, the selector and the template it has to match. */
export function checkWorkload(found: Findings, object: KubeObject, { name, kind, check }: WorkloadWords): void {
  const spec = mapAt(object, 'spec')
  checkNotNegative(found, 'spec.replicas', numberAt(spec, 'replicas'))
  checkNotNegative(found, 'spec.minReadySeconds', numberAt(spec, 'minReadySeconds'))
  if (isSet(spec, 'selector')) {
    checkSelector(found, spec['selector'], 'spec.selector')
    if (selectsAll(spec['selector'])) {
      addInvalid(found, 'spec.selector', spec['selector'], `empty selector is invalid for ${name}`)
    }
  } else addRequired(found, 'spec.selector')
  checkMatchingTemplate(found, spec, { kind, ...(check !== undefined && { check }) })
}

/** Checks a template that lives as long as its controller: labels that the selector finds, restarts always. */
export function checkMatchingTemplate(
  found: Findings,
  spec: JsonObject,
  { kind, check = checkTemplate }: Pick<WorkloadWords, 'kind' | 'check'>,
): void {
  const template = mapAt(spec, 'template')
  const labels = mapAt(template, 'metadata')['labels']
  const isFound = isSet(spec, 'selector') && (selectsAll(spec['selector']) || matchesSelector(spec['selector'], labels))
  if (!isFound) {
    addInvalid(found, 'spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')
  }
  check(found, template, 'spec.template')
  checkEternal(found, mapAt(template, 'spec'), kind)
}

/** Checks that pods of a template are restarted always, without a deadline. */
export function checkEternal(found: Findings, podSpec: JsonObject, kind: string): void {
  const field = 'spec.template.spec'
  const policy = textAt(podSpec, 'restartPolicy')
  if (policy !== 'Always') addUnsupported(found, `${field}.restartPolicy`, policy, ['Always'])
  if (isSet(podSpec, 'activeDeadlineSeconds')) {
    found.push({
      field: `${field}.activeDeadlineSeconds`,
      type: 'forbidden',
      detail: `activeDeadlineSeconds in ${kind} is not Supported`,
    })
  }
}

/** Checks that the selector of a controller stays as it is. */
export function checkSameSelector(found: Findings, object: KubeObject, old: KubeObject): void {
  const [now, before] = [mapAt(object, 'spec')['selector'], mapAt(old, 'spec')['selector']]
  checkUnchanged(found, 'spec.selector', now, isSame(now, before))
}
