import { mapAt, textAt } from '#kinds'
import * as baseline from './baseline.ts'
import type { CheckedPod, Violation } from './containers.ts'
import type { LevelVersion } from './policy.ts'
import * as restricted from './restricted.ts'

/** The newest version whose checks are known: `latest` and everything newer. */
const NEWEST_MINOR = 36

type Check = (pod: CheckedPod) => Violation | undefined

/** One check: its identity (results are told in this order), from when on it holds, and until which version. */
interface Row {
  readonly id: string
  readonly from: number
  readonly to?: number
  readonly check: Check | ((minor: number) => Check)
  readonly byVersion?: boolean
  /** Baseline checks that a restricted one stands in for. */
  readonly overrides?: string
}

const BASELINE: readonly Row[] = [
  { id: 'appArmorProfile', from: 0, check: baseline.appArmorProfile },
  { id: 'capabilities_baseline', from: 0, check: baseline.capabilities },
  { id: 'hostNamespaces', from: 0, check: baseline.hostNamespaces },
  { id: 'hostPathVolumes', from: 0, check: baseline.hostPathVolumes },
  { id: 'hostPorts', from: 0, check: baseline.hostPorts },
  { id: 'hostProbesAndHostLifecycle', from: 34, check: baseline.hostProbes },
  { id: 'privileged', from: 0, check: baseline.privileged },
  { id: 'procMount', from: 0, to: 34, check: baseline.procMount },
  { id: 'procMount', from: 35, check: unlessUserNamespace(baseline.procMount) },
  { id: 'seLinuxOptions', from: 0, check: baseline.seLinuxOptions, byVersion: true },
  { id: 'seccompProfile_baseline', from: 0, to: 18, check: baseline.seccompAnnotations },
  { id: 'seccompProfile_baseline', from: 19, check: baseline.seccompProfile },
  { id: 'sysctls', from: 0, check: baseline.sysctls, byVersion: true },
  { id: 'windowsHostProcess', from: 0, check: baseline.windowsHostProcess },
]

const RESTRICTED: readonly Row[] = [
  { id: 'allowPrivilegeEscalation', from: 8, to: 24, check: restricted.allowPrivilegeEscalation },
  { id: 'allowPrivilegeEscalation', from: 25, check: unlessWindows(restricted.allowPrivilegeEscalation) },
  {
    id: 'capabilities_restricted',
    from: 22,
    to: 24,
    check: restricted.unrestrictedCapabilities,
    overrides: 'capabilities_baseline',
  },
  {
    ...{ id: 'capabilities_restricted', from: 25, overrides: 'capabilities_baseline' },
    check: unlessWindows(restricted.unrestrictedCapabilities),
  },
  { id: 'procMount_restricted', from: 35, check: baseline.procMount, overrides: 'procMount' },
  { id: 'restrictedVolumes', from: 0, check: restricted.restrictedVolumes, overrides: 'hostPathVolumes' },
  { id: 'runAsNonRoot', from: 0, to: 34, check: restricted.runAsNonRoot },
  { id: 'runAsNonRoot', from: 35, check: unlessUserNamespace(restricted.runAsNonRoot) },
  { id: 'runAsUser', from: 23, to: 34, check: restricted.runAsUser },
  { id: 'runAsUser', from: 35, check: unlessUserNamespace(restricted.runAsUser) },
  {
    id: 'seccompProfile_restricted',
    from: 19,
    to: 24,
    check: restricted.requiredSeccompProfile,
    overrides: 'seccompProfile_baseline',
  },
  {
    ...{ id: 'seccompProfile_restricted', from: 25, overrides: 'seccompProfile_baseline' },
    check: unlessWindows(restricted.requiredSeccompProfile),
  },
]

function unlessWindows(check: Check): Check {
  return (pod) => (textAt(mapAt(pod.spec, 'os'), 'name') === 'windows' ? undefined : check(pod))
}

function unlessUserNamespace(check: Check): Check {
  return (pod) => (pod.spec['hostUsers'] === false ? undefined : check(pod))
}

const prepared = new Map<string, readonly Check[]>()

/** Everything in a pod that its level forbids. */
export function violationsOf(pod: CheckedPod, { level, minor }: LevelVersion): readonly Violation[] {
  if (level === 'privileged') return []
  const version = minor === 'latest' ? NEWEST_MINOR : Math.min(minor, NEWEST_MINOR)
  const key = `${level} ${version}`
  let checks = prepared.get(key)
  if (checks === undefined) prepared.set(key, (checks = checksOf(level, version)))
  return checks.map((check) => check(pod)).filter((violation) => violation !== undefined)
}

function checksOf(level: 'baseline' | 'restricted', minor: number): readonly Check[] {
  const holds = ({ from, to = NEWEST_MINOR }: Row): boolean => from <= minor && minor <= to
  const strict = level === 'restricted' ? RESTRICTED.filter(holds) : []
  const overridden = new Set(strict.map(({ overrides }) => overrides))
  const rows = [...BASELINE.filter((row) => holds(row) && !overridden.has(row.id)), ...strict]
  return rows.map(({ check, byVersion }) => (byVersion ? (check as (minor: number) => Check)(minor) : (check as Check)))
}

/** `reason (detail), reason (detail)`. */
export function violationsText(violations: readonly Violation[]): string {
  return violations.map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`)).join(', ')
}
