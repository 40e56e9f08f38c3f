import type { JsonObject } from '#kube'
import { addForbidden, type Findings } from '../check/finding.ts'
import { isSet, mapAt, mapsAt, textAt } from '../read.ts'
import { appArmorPrefix } from './annotations.ts'

/** Checks that annotations name the profiles that the fields do (core validateSeccompAnnotationsAndFields and its like). */
export function checkOldProfiles(found: Findings, pod: JsonObject, field: string): void {
  const annotations = mapAt(pod, 'metadata', 'annotations')
  const spec = mapAt(pod, 'spec')
  const own = mapAt(spec, 'securityContext')
  const compare = (key: string, context: JsonObject, sort: Sort & { field: string }) => {
    if (isSet(annotations, key) && isSet(context, sort.profile)) {
      checkMatch(found, textAt(annotations, key), { ...sort, value: mapAt(context, sort.profile) })
    }
  }
  compare('seccomp.security.alpha.kubernetes.io/pod', own, { ...seccomp, field: `${field}.securityContext` })
  for (const list of ['containers', 'initContainers', 'ephemeralContainers']) {
    for (const [at, container] of mapsAt(spec, list).entries()) {
      const context = mapAt(container, 'securityContext')
      const place = `${field}.${list}[${at}].securityContext`
      const name = textAt(container, 'name')
      compare(`container.seccomp.security.alpha.kubernetes.io/${name}`, context, { ...seccomp, field: place })
      if (textAt(mapAt(spec, 'os'), 'name') === 'windows') continue
      const armed = isSet(context, appArmor.profile) ? context : own
      compare(`${appArmorPrefix}${name}`, armed, { ...appArmor, field: place })
    }
  }
}

interface Sort {
  readonly profile: string
  readonly word: string
  /** What annotations may say for `RuntimeDefault`. */
  readonly defaults: readonly string[]
}

const seccomp: Sort = { profile: 'seccompProfile', word: 'seccomp', defaults: ['runtime/default', 'docker/default'] }
const appArmor: Sort = { profile: 'appArmorProfile', word: 'apparmor', defaults: ['runtime/default'] }
const localhost = 'localhost/'

function checkMatch(
  found: Findings,
  annotation: string,
  { profile, word, defaults, field, value }: Sort & { readonly field: string; readonly value: JsonObject },
): void {
  const type = textAt(value, 'type')
  const fits: Readonly<Record<string, boolean>> = {
    Unconfined: annotation === 'unconfined',
    RuntimeDefault: defaults.includes(annotation),
    Localhost: annotation.startsWith(localhost),
  }
  const place = `${field}.${profile}`
  if (fits[type] === false) addForbidden(found, `${place}.type`, `${word} type in annotation and field must match`)
  else if (type === 'Localhost' && annotation.slice(localhost.length) !== value['localhostProfile']) {
    addForbidden(found, `${place}.localhostProfile`, `${word} profile in annotation and field must match`)
  }
}
