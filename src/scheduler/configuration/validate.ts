import { type Finding, findingsText } from '#kube'
import { SchedulerError } from '../error.ts'
import type { ExtensionPoint, ProfileConfiguration, SchedulerConfiguration } from './configuration.ts'
import { pluginTable } from './plugin-table.ts'
import { checkArguments } from './validate-arguments.ts'

const API_VERSION = 'kubescheduler.config.k8s.io/v1'
const KIND = 'KubeSchedulerConfiguration'

/** Throws SchedulerError with everything that is wrong with a configuration, in Kubernetes' words. Source: apis/config/validation. */
export function checkConfiguration(configuration: SchedulerConfiguration): void {
  const findings = findingsOf(configuration)
  if (findings.length > 0) throw new SchedulerError('bad-configuration', findingsText(findings))
}

function findingsOf(configuration: SchedulerConfiguration): readonly Finding[] {
  const { apiVersion = API_VERSION, kind = KIND, parallelism = 16, percentageOfNodesToScore } = configuration
  const { podInitialBackoffSeconds = 1, podMaxBackoffSeconds = 10, profiles = [{}] } = configuration
  const findings: Finding[] = []
  if (apiVersion !== API_VERSION) findings.push(unsupported('apiVersion', apiVersion, API_VERSION))
  if (kind !== KIND) findings.push(unsupported('kind', kind, KIND))
  if (parallelism <= 0) {
    findings.push(invalid('parallelism', parallelism, 'should be an integer value greater than zero'))
  }
  if (profiles.length === 0) findings.push({ field: 'profiles', type: 'required' })
  findings.push(...profiles.flatMap((profile, at) => profileFindings(profile, `profiles[${at}]`)))
  findings.push(...repeatedNames(profiles))
  findings.push(...percentFindings('percentageOfNodesToScore', percentageOfNodesToScore))
  if (podInitialBackoffSeconds <= 0) {
    findings.push(invalid('podInitialBackoffSeconds', podInitialBackoffSeconds, 'must be greater than 0'))
  }
  if (podMaxBackoffSeconds < podInitialBackoffSeconds) {
    const detail = 'must be greater than or equal to PodInitialBackoffSeconds'
    findings.push(invalid('podMaxBackoffSeconds', podMaxBackoffSeconds, detail))
  }
  return findings
}

function profileFindings(profile: ProfileConfiguration, path: string): readonly Finding[] {
  const { schedulerName = 'default-scheduler', percentageOfNodesToScore, pluginConfig = [] } = profile
  const findings: Finding[] = []
  if (schedulerName === '') findings.push({ field: `${path}.schedulerName`, type: 'required' })
  findings.push(...percentFindings(`${path}.percentageOfNodesToScore`, percentageOfNodesToScore))
  findings.push(...unknownPlugins(profile, path))
  const seen = new Set<string>()
  for (const [at, { name, args = {} }] of pluginConfig.entries()) {
    const field = `${path}.pluginConfig[${at}]`
    if (seen.has(name)) findings.push({ field, type: 'duplicate', value: name })
    seen.add(name)
    findings.push(...checkArguments(name, args, `${field}.args`))
  }
  return findings
}

function unknownPlugins({ plugins = {} }: ProfileConfiguration, path: string): readonly Finding[] {
  const points = Object.keys(plugins) as ExtensionPoint[]
  return points.flatMap((point) =>
    (plugins[point]?.enabled ?? []).flatMap(({ name }, at): Finding[] => {
      const row = pluginTable.find((one) => one.name === name)
      const field = `${path}.plugins.${point}.enabled[${at}]`
      if (row === undefined) return [invalid(field, name, `${point} plugin "${name}" does not exist`)]
      const isFit = point === 'multiPoint' || row.points.includes(point)
      return isFit ? [] : [invalid(field, name, `plugin "${name}" does not extend ${point} plugin`)]
    }),
  )
}

function repeatedNames(profiles: readonly ProfileConfiguration[]): readonly Finding[] {
  const first = new Map<string, number>()
  return profiles.flatMap(({ schedulerName = 'default-scheduler' }, at): Finding[] => {
    const before = first.get(schedulerName)
    first.set(schedulerName, at)
    if (before === undefined) return []
    return [{ field: `profiles[${at}].schedulerName`, type: 'duplicate', value: `profiles[${before}].schedulerName` }]
  })
}

function percentFindings(field: string, percent: number | undefined): readonly Finding[] {
  return percent === undefined || (percent >= 0 && percent <= 100)
    ? []
    : [invalid(field, percent, 'not in valid range [0-100]')]
}

function invalid(field: string, value: string | number, detail: string): Finding {
  return { field, type: 'invalid', value, detail }
}

function unsupported(field: string, value: string, supported: string): Finding {
  return { field, type: 'not-supported', value, detail: `supported values: "${supported}"` }
}
