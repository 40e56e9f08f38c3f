import { asMap } from '#kinds'
import type { Finding, KubeObject } from '#kube'

/** How strict a namespace is. */
export type Level = 'privileged' | 'baseline' | 'restricted'

/** A level as of a minor version of Kubernetes; `latest` is the newest there is. */
export interface LevelVersion {
  readonly level: Level
  readonly minor: number | 'latest'
}

/** What a namespace asks for. */
export interface Policy {
  readonly enforce: LevelVersion
  readonly audit: LevelVersion
  readonly warn: LevelVersion
}

/** Strictness grows along this list. */
export const LEVELS: readonly Level[] = ['privileged', 'baseline', 'restricted']

const PREFIX = 'pod-security.kubernetes.io/'
const PRIVILEGED: LevelVersion = { level: 'privileged', minor: 'latest' }
/** What holds where no label says otherwise. */
export const DEFAULT_POLICY: Policy = { enforce: PRIVILEGED, audit: PRIVILEGED, warn: PRIVILEGED }

/** The policy of a namespace's labels, and what is wrong with them; a wrong level counts as the strictest for `enforce`. */
export function readPolicy(
  namespace: KubeObject,
  defaults: Policy = DEFAULT_POLICY,
): { readonly policy: Policy; readonly findings: readonly Finding[] } {
  const labels = asMap(namespace.metadata['labels'])
  const findings: Finding[] = []
  const read = (mode: keyof Policy, fallback: Level): { value: LevelVersion; isGoodLevel: boolean } => {
    const level = labels[`${PREFIX}${mode}`]
    const isGood = LEVELS.includes(level as Level)
    if (level !== undefined && !isGood)
      findings.push(wrong(mode, level as string, `must be one of ${LEVELS.join(', ')}`))
    const version = labels[`${PREFIX}${mode}-version`]
    const minor = version === undefined ? defaults[mode].minor : minorOf(version as string)
    if (minor === undefined) findings.push(wrong(`${mode}-version`, version as string, 'must be "latest" or "v1.x"'))
    const chosen = level === undefined ? defaults[mode].level : isGood ? (level as Level) : fallback
    return { value: { level: chosen, minor: minor ?? 'latest' }, isGoodLevel: level !== undefined && isGood }
  }
  const enforce = read('enforce', 'restricted')
  const audit = read('audit', 'privileged')
  let warn = read('warn', 'privileged').value
  const isRaised =
    labels[`${PREFIX}warn`] === undefined && enforce.isGoodLevel && compareLevels(enforce.value.level, warn.level) > 0
  if (isRaised) {
    const minor = labels[`${PREFIX}warn-version`] === undefined ? enforce.value.minor : warn.minor
    warn = { level: enforce.value.level, minor }
  }
  return { policy: { enforce: enforce.value, audit: audit.value, warn }, findings }
}

function wrong(label: string, value: string, detail: string): Finding {
  return { field: `metadata.labels[${PREFIX}${label}]`, type: 'invalid', value, detail }
}

function minorOf(version: string): number | 'latest' | undefined {
  if (version === 'latest') return 'latest'
  const found = /^v1\.([0-9]|[1-9][0-9]*)$/.exec(version)
  return found === null ? undefined : Number(found[1])
}

/** Below zero when `a` is less strict. */
export function compareLevels(a: Level, b: Level): number {
  return LEVELS.indexOf(a) - LEVELS.indexOf(b)
}

/** `restricted:latest`, `baseline:v1.30`. */
export function levelText({ level, minor }: LevelVersion): string {
  return `${level}:${minor === 'latest' ? minor : `v1.${minor}`}`
}

/** Whether two are the same level and version. */
export function isSameLevel(a: LevelVersion, b: LevelVersion): boolean {
  return a.level === b.level && a.minor === b.minor
}
