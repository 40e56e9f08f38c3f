import type { JsonObject, KubeObject } from '#kube'
import { addForbidden, addInvalid, type Findings } from '../check/finding.ts'
import { asMap, isSet, mapAt, mapsAt, pairsAt, textAt } from '../read.ts'
import { containersOf } from './defaults.ts'
import { checkDescendingPath } from './path.ts'
import { checkTolerations } from './toleration.ts'

/** Annotation of a pod that its node made from a file. */
const mirrorKey = 'kubernetes.io/config.mirror'
const costKey = 'controller.kubernetes.io/pod-deletion-cost'
const tolerationsKey = 'scheduler.alpha.kubernetes.io/tolerations'
const seccompPodKey = 'seccomp.security.alpha.kubernetes.io/pod'
const seccompPrefix = 'container.seccomp.security.alpha.kubernetes.io/'

/** What names the AppArmor profile of a container, before its name. */
export const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/'

/** Checks annotations that mean something to pods (core ValidatePodSpecificAnnotations). */
export function checkPodAnnotations(
  found: Findings,
  pod: JsonObject,
  { field, old }: { readonly field: string; readonly old?: JsonObject },
): void {
  const annotations = mapAt(pod, 'metadata', 'annotations')
  const spec = mapAt(pod, 'spec')
  const mirror = annotations[mirrorKey]
  if (isSet(annotations, mirrorKey) && textAt(spec, 'nodeName') === '') {
    addInvalid(found, `${field}[${mirrorKey}]`, mirror, 'must set spec.nodeName if mirror pod annotation is set')
  }
  checkTolerationsText(found, textAt(annotations, tolerationsKey), field)
  const wasWrong = old !== undefined && !isCost(mapAt(old, 'metadata', 'annotations'))
  if (!wasWrong && !isCost(annotations)) {
    addInvalid(found, `${field}[${costKey}]`, textAt(annotations, costKey), 'must be a 32bit integer')
  }
  for (const [key, profile] of pairsAt(mapAt(pod, 'metadata'), 'annotations')) {
    if (key === seccompPodKey || key.startsWith(seccompPrefix)) checkSeccomp(found, profile, `${field}.${key}`)
  }
  checkAppArmor(found, pod, field)
}

/** Checks that what a node reads from annotations stays (core ValidatePodSpecificAnnotationUpdates). */
export function checkAnnotationUpdates(found: Findings, object: KubeObject, old: KubeObject): void {
  const field = 'metadata.annotations'
  const [now, before] = [asMap(object.metadata['annotations']), asMap(old.metadata['annotations'])]
  for (const key of Object.keys(before)) {
    if (now[key] === before[key]) continue
    forbidChange(found, key, { field, words: 'remove or update' })
  }
  for (const key of Object.keys(now)) {
    if (before[key] === undefined) forbidChange(found, key, { field, words: 'add' })
  }
  checkPodAnnotations(found, object, { field, old })
}

function forbidChange(found: Findings, key: string, { field, words }: { field: string; words: string }): void {
  if (key.startsWith(appArmorPrefix)) addForbidden(found, `${field}[${key}]`, `may not ${words} AppArmor annotations`)
  if (key === mirrorKey) addForbidden(found, `${field}[${key}]`, `may not ${words} mirror pod annotation`)
}

function checkTolerationsText(found: Findings, text: string, field: string): void {
  if (text === '') return
  try {
    const tolerations: unknown = JSON.parse(text)
    if (tolerations !== null && !Array.isArray(tolerations)) throw new Error('no list of tolerations')
    checkTolerations(
      found,
      mapsAt({ tolerations: tolerations ?? [] } as JsonObject, 'tolerations'),
      `${field}.${tolerationsKey}`,
    )
  } catch (error) {
    addInvalid(found, field, tolerationsKey, error instanceof Error ? error.message : String(error))
  }
}

/** Whether the cost of deleting a pod is a number of 32 bits, written as such. */
function isCost(annotations: JsonObject): boolean {
  if (!isSet(annotations, costKey)) return true
  const text = textAt(annotations, costKey)
  return /^(0|-?\d{1,10})$/.test(text) && !/^0\d/.test(text) && (Number(text) | 0) === Number(text)
}

function checkSeccomp(found: Findings, profile: string, field: string): void {
  if (['runtime/default', 'docker/default', 'unconfined'].includes(profile)) return
  if (profile.startsWith('localhost/')) checkDescendingPath(found, profile.slice('localhost/'.length), field)
  else addInvalid(found, field, profile, 'must be a valid seccomp profile')
}

function checkAppArmor(found: Findings, pod: JsonObject, field: string): void {
  const names = new Set(containersOf(mapAt(pod, 'spec')).map((container) => textAt(container, 'name')))
  for (const [key, profile] of pairsAt(mapAt(pod, 'metadata'), 'annotations')) {
    if (!key.startsWith(appArmorPrefix)) continue
    const name = key.slice(appArmorPrefix.length)
    if (!names.has(name)) addInvalid(found, `${field}[${key}]`, name, 'container not found')
    const isKnown = ['', 'runtime/default', 'unconfined'].includes(profile) || profile.startsWith('localhost/')
    if (!isKnown)
      addInvalid(found, `${field}[${key}]`, profile, `invalid AppArmor profile name: ${JSON.stringify(profile)}`)
  }
}
