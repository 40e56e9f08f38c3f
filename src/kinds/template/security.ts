import { type JsonObject, rangeMessage } from '#kube'
import {
  addForbidden,
  addInvalid,
  addRequired,
  addUnsupported,
  checkOptionalWord,
  type Findings,
} from '../check/finding.ts'
import { isSet, isTrue, listAt, mapAt, mapsAt, numberAt, textAt, textsAt } from '../read.ts'
import { checkDescendingPath } from './mount.ts'

/** Checks the security context of a pod, and what it shares with its node (core validatePodSpecSecurityContext). */
export function checkPodSecurity(found: Findings, spec: JsonObject, field: string): void {
  const context = mapAt(spec, 'securityContext')
  const place = `${field}.securityContext`
  for (const key of ['fsGroup', 'runAsUser', 'runAsGroup']) checkId(found, numberAt(context, key), `${place}.${key}`)
  for (const [at, group] of listAt(context, 'supplementalGroups').entries()) {
    if (typeof group === 'number') checkId(found, group, `${place}.supplementalGroups[${at}]`)
  }
  if (isTrue(spec, 'shareProcessNamespace') && isTrue(spec, 'hostPID')) {
    addInvalid(
      found,
      `${place}.shareProcessNamespace`,
      true,
      'ShareProcessNamespace and HostPID cannot both be enabled',
    )
  }
  checkSysctls(found, mapsAt(context, 'sysctls'), `${place}.sysctls`)
  checkOptionalWord(found, `${place}.fsGroupChangePolicy`, textAt(context, 'fsGroupChangePolicy'), [
    'Always',
    'OnRootMismatch',
  ])
  const policy = textAt(context, 'supplementalGroupsPolicy')
  checkOptionalWord(found, `${place}.supplementalGroupsPolicy`, policy, ['Merge', 'Strict'])
  checkProfiles(found, context, place)
}

/** Checks the security context of a container (core ValidateSecurityContext). */
export function checkContainerSecurity(found: Findings, context: JsonObject, field: string): void {
  for (const key of ['runAsUser', 'runAsGroup']) checkId(found, numberAt(context, key), `${field}.${key}`)
  checkOptionalWord(found, `${field}.procMount`, textAt(context, 'procMount'), ['Default', 'Unmasked'])
  if (context['allowPrivilegeEscalation'] === false) {
    if (isTrue(context, 'privileged')) {
      const detail = 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'
      addInvalid(found, field, context, detail)
    }
    if (textsAt(mapAt(context, 'capabilities'), 'add').includes('CAP_SYS_ADMIN')) {
      const detail = 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'
      addInvalid(found, field, context, detail)
    }
  }
  checkProfiles(found, context, field)
}

const largestId = 2_147_483_647

function checkId(found: Findings, id: number | undefined, field: string): void {
  if (id !== undefined && (id < 0 || id > largestId)) addInvalid(found, field, id, rangeMessage(0, largestId))
}

const sysctlFormat = '([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
const sysctlRule = new RegExp(`^${sysctlFormat}$`)

function checkSysctls(found: Findings, sysctls: readonly JsonObject[], field: string): void {
  const seen = new Set<string>()
  for (const [at, sysctl] of sysctls.entries()) {
    const name = textAt(sysctl, 'name')
    if (name === '') addRequired(found, `${field}[${at}].name`)
    else if (name.length > 253 || !sysctlRule.test(name)) {
      const detail = `must have at most 253 characters and match regex ^${sysctlFormat}$`
      addInvalid(found, `${field}[${at}].name`, name, detail)
    } else if (seen.has(name)) found.push({ field: `${field}[${at}].name`, type: 'duplicate', value: name })
    seen.add(name)
  }
}

function checkProfiles(found: Findings, context: JsonObject, field: string): void {
  for (const key of ['seccompProfile', 'appArmorProfile']) {
    if (!isSet(context, key)) continue
    const profile = mapAt(context, key)
    const [type, path] = [textAt(profile, 'type'), textAt(profile, 'localhostProfile')]
    const place = `${field}.${key}`
    if (type === '') addRequired(found, `${place}.type`, 'type is required when seccompProfile is set')
    else if (!profileTypes.includes(type)) addUnsupported(found, `${place}.type`, type, profileTypes)
    else if (type === 'Localhost') {
      if (path === '') addRequired(found, `${place}.localhostProfile`, 'must be set when seccomp type is Localhost')
      else if (key === 'seccompProfile') checkDescendingPath(found, path, `${place}.localhostProfile`)
    } else if (isSet(profile, 'localhostProfile')) {
      const detail = 'can only be set when seccomp type is Localhost'
      if (key === 'seccompProfile') addInvalid(found, `${place}.localhostProfile`, path, detail)
      else addForbidden(found, `${place}.localhostProfile`, 'can only be set when AppArmor type is Localhost')
    }
  }
}

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined']
