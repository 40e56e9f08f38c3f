import { asMap, isSet, mapAt, mapsAt, textAt, textsAt } from '#kinds'
import type { Json, JsonObject } from '#kube'
import {
  type CheckedPod,
  containersOf,
  containersText,
  contextOf,
  namesOf,
  plural,
  quoted,
  settersText,
  sortedSet,
  type Violation,
} from './containers.ts'

/** AppArmor is not turned off. */
export function appArmorProfile(pod: CheckedPod): Violation | undefined {
  const typeOf = (holder: JsonObject): Json | undefined => contextOf(holder, 'appArmorProfile', 'type')
  const isBad = (type: Json | undefined): type is Json =>
    type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost'
  const names = namesOf(pod, (container) => isBad(typeOf(container)))
  const isPodBad = isBad(typeOf(pod.spec))
  const values = sortedSet([pod.spec, ...containersOf(pod)].map(typeOf).filter(isBad).map(String))
  const annotations = Object.entries(pod.annotations)
    .filter(
      ([key, value]) =>
        key.startsWith('container.apparmor.security.beta.kubernetes.io/') &&
        typeof value === 'string' &&
        !isGoodProfile(value),
    )
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .sort()
  const setters = [
    settersText(isPodBad, names),
    ...(annotations.length > 0 ? [plural('annotation', annotations.length)] : []),
  ]
  const told = setters.filter((text) => text !== '')
  if (told.length === 0) return undefined
  const all = [...values, ...annotations]
  return {
    reason: plural('forbidden AppArmor profile', all.length),
    detail: `${told.join(' and ')} must not set AppArmor profile type to ${quoted(all)}`,
  }
}

function isGoodProfile(value: string): boolean {
  return value === '' || value === 'runtime/default' || value.startsWith('localhost/')
}

const CAPABILITIES: ReadonlySet<string> = new Set([
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE'],
  ...['SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
])

/** No capability beyond what container engines give by default. */
export function capabilities(pod: CheckedPod): Violation | undefined {
  const bad = (container: JsonObject): string[] =>
    textsAt(mapAt(container, 'securityContext', 'capabilities'), 'add').filter((name) => !CAPABILITIES.has(name))
  const names = namesOf(pod, (container) => bad(container).length > 0)
  if (names.length === 0) return undefined
  const added = quoted(sortedSet(containersOf(pod).flatMap(bad)))
  const detail = `${containersText(names)} must not include ${added} in securityContext.capabilities.add`
  return { reason: 'non-default capabilities', detail }
}

/** Network, processes and IPC are the pod's own. */
export function hostNamespaces({ spec }: CheckedPod): Violation | undefined {
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((key) => spec[key] === true)
  return shared.length === 0
    ? undefined
    : { reason: 'host namespaces', detail: shared.map((key) => `${key}=true`).join(', ') }
}

/** No folder of the node is mounted. */
export function hostPathVolumes({ spec }: CheckedPod): Violation | undefined {
  const names = mapsAt(spec, 'volumes')
    .filter((volume) => isSet(volume, 'hostPath'))
    .map((volume) => textAt(volume, 'name'))
  if (names.length === 0) return undefined
  return { reason: 'hostPath volumes', detail: `${plural('volume', names.length)} ${quoted(names)}` }
}

/** No port of the node is taken. */
export function hostPorts(pod: CheckedPod): Violation | undefined {
  const portsOf = (container: JsonObject): string[] =>
    mapsAt(container, 'ports')
      .map(({ hostPort }) => hostPort)
      .filter((port) => typeof port === 'number' && port !== 0)
      .map(String)
  const names = namesOf(pod, (container) => portsOf(container).length > 0)
  if (names.length === 0) return undefined
  const ports = sortedSet(containersOf(pod).flatMap(portsOf))
  const verb = names.length === 1 ? 'uses' : 'use'
  return {
    reason: 'hostPort',
    detail: `${containersText(names)} ${verb} ${plural('hostPort', ports.length)} ${ports.join(', ')}`,
  }
}

/** Probes and hooks ask the pod itself. */
export function hostProbes(pod: CheckedPod): Violation | undefined {
  const names = sortedSet(namesOf(pod, (container) => probeHosts(container).length > 0))
  if (names.length === 0) return undefined
  const hosts = sortedSet(containersOf(pod).flatMap(probeHosts))
  const verb = names.length === 1 ? 'uses' : 'use'
  const what = plural('probe or lifecycle host', hosts.length)
  return { reason: 'probe or lifecycle host', detail: `${containersText(names)} ${verb} ${what} ${quoted(hosts)}` }
}

function probeHosts(container: JsonObject): string[] {
  const handlers = [
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((key) => mapAt(container, key)),
    ...['postStart', 'preStop'].map((key) => mapAt(container, 'lifecycle', key)),
  ]
  return handlers
    .flatMap((handler) => [textAt(mapAt(handler, 'httpGet'), 'host'), textAt(mapAt(handler, 'tcpSocket'), 'host')])
    .filter((host) => host !== '')
}

/** No container is root on the node. */
export function privileged(pod: CheckedPod): Violation | undefined {
  const names = namesOf(pod, (container) => contextOf(container, 'privileged') === true)
  if (names.length === 0) return undefined
  return { reason: 'privileged', detail: `${containersText(names)} must not set securityContext.privileged=true` }
}

/** What /proc hides stays hidden. */
export function procMount(pod: CheckedPod): Violation | undefined {
  const typeOf = (container: JsonObject): Json | undefined => contextOf(container, 'procMount')
  const isBad = (type: Json | undefined): boolean => type !== undefined && type !== null && type !== 'Default'
  const names = namesOf(pod, (container) => isBad(typeOf(container)))
  if (names.length === 0) return undefined
  const types = sortedSet(containersOf(pod).map(typeOf).filter(isBad).map(String))
  return {
    reason: 'procMount',
    detail: `${containersText(names)} must not set securityContext.procMount to ${quoted(types)}`,
  }
}

/** SELinux types that containers may have; 1.31 added the last. */
const SELINUX_TYPES: readonly string[] = [
  '',
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
]

/** SELinux keeps its types, users and roles. */
export function seLinuxOptions(minor: number): (pod: CheckedPod) => Violation | undefined {
  const allowed = minor >= 31 ? SELINUX_TYPES : SELINUX_TYPES.slice(0, -1)
  return (pod) => {
    const optionsOf = (holder: JsonObject): JsonObject => asMap(contextOf(holder, 'seLinuxOptions'))
    const isBad = (options: JsonObject): boolean =>
      !allowed.includes(textAt(options, 'type')) || textAt(options, 'user') !== '' || textAt(options, 'role') !== ''
    const names = namesOf(pod, (container) => isBad(optionsOf(container)))
    const setters = settersText(isBad(optionsOf(pod.spec)), names)
    if (setters === '') return undefined
    const all = [pod.spec, ...containersOf(pod)].map(optionsOf)
    const types = sortedSet(all.map((options) => textAt(options, 'type')).filter((type) => !allowed.includes(type)))
    const told = [
      ...(types.length > 0 ? [`${plural('type', types.length)} ${quoted(types)}`] : []),
      ...['user', 'role']
        .filter((key) => all.some((options) => textAt(options, key) !== ''))
        .map((key) => `${key} may not be set`),
    ]
    return {
      reason: 'seLinuxOptions',
      detail: `${setters} set forbidden securityContext.seLinuxOptions: ${told.join('; ')}`,
    }
  }
}

/** Sysctls that are safe, with the minor version that took them in. */
const SYSCTLS: readonly (readonly [minor: number, names: readonly string[]])[] = [
  [
    0,
    [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start',
    ],
  ],
  [27, ['net.ipv4.ip_local_reserved_ports']],
  [
    29,
    [
      'net.ipv4.tcp_keepalive_time',
      'net.ipv4.tcp_fin_timeout',
      'net.ipv4.tcp_keepalive_intvl',
      'net.ipv4.tcp_keepalive_probes',
    ],
  ],
  [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
]

/** Only sysctls that harm nobody else. */
export function sysctls(minor: number): (pod: CheckedPod) => Violation | undefined {
  const allowed = new Set(SYSCTLS.filter(([from]) => minor >= from).flatMap(([, names]) => names))
  return ({ spec }) => {
    const names = mapsAt(mapAt(spec, 'securityContext'), 'sysctls').map((one) => textAt(one, 'name'))
    const bad = names.filter((name) => !allowed.has(name))
    return bad.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: bad.join(', ') }
  }
}

/** No process of a Windows node. */
export function windowsHostProcess(pod: CheckedPod): Violation | undefined {
  const isBad = (holder: JsonObject): boolean => contextOf(holder, 'windowsOptions', 'hostProcess') === true
  const setters = settersText(isBad(pod.spec), namesOf(pod, isBad))
  if (setters === '') return undefined
  return { reason: 'hostProcess', detail: `${setters} must not set securityContext.windowsOptions.hostProcess=true` }
}

/** Seccomp by annotations, before 1.19. */
export function seccompAnnotations(pod: CheckedPod): Violation | undefined {
  const prefix = 'seccomp.security.alpha.kubernetes.io/'
  const keys = [
    `${prefix}pod`,
    ...containersOf(pod).map((container) => `container.${prefix}${textAt(container, 'name')}`),
  ]
  const bad = keys.filter((key) => {
    const value = pod.annotations[key]
    return typeof value === 'string' && !/^(runtime\/default$|docker\/default$|localhost\/)/.test(value)
  })
  const told = sortedSet(bad.map((key) => `${key}=${JSON.stringify(pod.annotations[key])}`))
  if (told.length === 0) return undefined
  return { reason: 'seccompProfile', detail: `forbidden ${plural('annotation', told.length)} ${told.join(', ')}` }
}

/** Seccomp is not turned off. */
export function seccompProfile(pod: CheckedPod): Violation | undefined {
  const typeOf = (holder: JsonObject): Json | undefined => contextOf(holder, 'seccompProfile', 'type')
  const isBad = (type: Json | undefined): type is Json =>
    type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost'
  const setters = settersText(
    isBad(typeOf(pod.spec)),
    namesOf(pod, (container) => isBad(typeOf(container))),
  )
  if (setters === '') return undefined
  const types = sortedSet([pod.spec, ...containersOf(pod)].map(typeOf).filter(isBad).map(String))
  return {
    reason: 'seccompProfile',
    detail: `${setters} must not set securityContext.seccompProfile.type to ${quoted(types)}`,
  }
}
