import { byteLength, type JsonObject, rangeMessage } from '#kube'
import {
  addInvalid,
  addRequired,
  addTooLong,
  addUnsupported,
  checkOptionalWord,
  type Findings,
} from '../check/finding.ts'
import { isSet, isTrue, listAt, mapAt, mapsAt, numberAt, textAt, textsAt } from '../read.ts'
import { checkDescendingPath } from './path.ts'

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
  checkSysctls(found, mapsAt(context, 'sysctls'), { field: `${place}.sysctls`, spec })
  checkOptionalWord(found, `${place}.fsGroupChangePolicy`, textAt(context, 'fsGroupChangePolicy'), [
    'Always',
    'OnRootMismatch',
  ])
  const policy = textAt(context, 'supplementalGroupsPolicy')
  checkOptionalWord(found, `${place}.supplementalGroupsPolicy`, policy, ['Merge', 'Strict'])
  checkProfiles(found, context, place)
}

/** Checks the security context of a container (core ValidateSecurityContext). */
export function checkContainerSecurity(
  found: Findings,
  context: JsonObject,
  { field, sharesUsers }: { readonly field: string; readonly sharesUsers: boolean },
): void {
  for (const key of ['runAsUser', 'runAsGroup']) checkId(found, numberAt(context, key), `${field}.${key}`)
  checkOptionalWord(found, `${field}.procMount`, textAt(context, 'procMount'), ['Default', 'Unmasked'])
  if (sharesUsers && textAt(context, 'procMount') === 'Unmasked') {
    addInvalid(found, `${field}.procMount`, 'Unmasked', '`hostUsers` must be false to use `Unmasked`')
  }
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

/** Checks the number of a user or group. */
export function checkId(found: Findings, id: number | undefined, field: string): void {
  if (id !== undefined && (id < 0 || id > largestId)) addInvalid(found, field, id, rangeMessage(0, largestId))
}

const sysctlFormat = '([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
const sysctlRule = new RegExp(`^${sysctlFormat}$`)

function checkSysctls(
  found: Findings,
  sysctls: readonly JsonObject[],
  { field, spec }: { readonly field: string; readonly spec: JsonObject },
): void {
  const seen = new Set<string>()
  for (const [at, sysctl] of sysctls.entries()) {
    const name = textAt(sysctl, 'name')
    if (name === '') addRequired(found, `${field}[${at}].name`)
    else if (name.length > 253 || !sysctlRule.test(name)) {
      const detail = `must have at most 253 characters and match regex ^${sysctlFormat}$`
      addInvalid(found, `${field}[${at}].name`, name, detail)
    } else if (seen.has(name)) found.push({ field: `${field}[${at}].name`, type: 'duplicate', value: name })
    seen.add(name)
    for (const { namespace, rule } of sysctlNamespaces) {
      if (isTrue(spec, namespace) && rule.test(name.replaceAll('/', '.'))) {
        addInvalid(found, `${field}[${at}].name`, name, `may not be specified when '${namespace}' is true`)
      }
    }
  }
}

/** Settings of the kernel that belong to a namespace, which a pod may share with its node. */
const sysctlNamespaces = [
  { namespace: 'hostNetwork', rule: /^net\./ },
  { namespace: 'hostIPC', rule: /^(kernel\.(sem$|shm|msg)|fs\.mqueue\.)/ },
] as const

function checkProfiles(found: Findings, context: JsonObject, field: string): void {
  if (isSet(context, 'seccompProfile')) {
    checkProfile(found, mapAt(context, 'seccompProfile'), { field: `${field}.seccompProfile`, name: 'seccomp' })
  }
  if (isSet(context, 'appArmorProfile')) {
    checkProfile(found, mapAt(context, 'appArmorProfile'), { field: `${field}.appArmorProfile`, name: 'AppArmor' })
  }
}

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined']
const longestProfileBytes = 4095

function checkProfile(
  found: Findings,
  profile: JsonObject,
  { field, name }: { readonly field: string; readonly name: 'seccomp' | 'AppArmor' },
): void {
  const [type, path] = [textAt(profile, 'type'), textAt(profile, 'localhostProfile')]
  const place = `${field}.localhostProfile`
  const isSeccomp = name === 'seccomp'
  if (type === '') addRequired(found, `${field}.type`, `type is required when ${name.replace(/^A/, 'a')}Profile is set`)
  else if (!profileTypes.includes(type)) addUnsupported(found, `${field}.type`, type, profileTypes)
  if (type === 'Localhost') {
    if (isSet(profile, 'localhostProfile') && isSeccomp) checkDescendingPath(found, path, place)
    else if (path.trim() === '') addRequired(found, place, `must be set when ${name} type is Localhost`)
    else if (path !== path.trim()) addInvalid(found, place, path, 'must not be padded with whitespace')
    if (!isSeccomp && byteLength(path) > longestProfileBytes) addTooLong(found, place, longestProfileBytes)
  } else if (isSet(profile, 'localhostProfile') && (isSeccomp || type !== '')) {
    addInvalid(found, place, isSeccomp ? profile : path, `can only be set when ${name} type is Localhost`)
  }
}
