import { badRequest, type KubeObject } from '#kube'

/** Takes away what only the server writes (mutates; rest.WipeObjectMetaSystemFields). */
export function wipeSystemFields({ metadata }: KubeObject): void {
  delete metadata['creationTimestamp']
  delete metadata['uid']
  delete metadata['deletionTimestamp']
  delete metadata['deletionGracePeriodSeconds']
  delete metadata['selfLink']
}

/** Puts the request's namespace into the object (mutates). Throws 400 when it says another one. */
export function ensureNamespace(object: KubeObject, namespace: string): void {
  const { metadata } = object
  const present = typeof metadata['namespace'] === 'string' ? metadata['namespace'] : ''
  if (present === namespace) {
    if (present === '') delete metadata['namespace']
    return
  }
  if (present !== '' && namespace !== '') {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
  if (namespace === '') delete metadata['namespace']
  else metadata['namespace'] = namespace
}

/** A name from `generateName`: what fits of it, and five letters (names.SimpleNameGenerator). */
export function generatedName(base: string, random: () => number): string {
  let name = base.slice(0, maxGeneratedBase)
  for (let at = 0; at < suffixLength; at++) name += suffixLetters[Math.floor(random() * suffixLetters.length)] ?? 'x'
  return name
}

const suffixLength = 5
const maxGeneratedBase = 63 - suffixLength
const suffixLetters = 'bcdfghjklmnpqrstvwxz2456789'
