import type { JsonObject } from '#kube'
import type { Profile } from '../cycle/profile.ts'
import type { Plugin } from '../plugin/plugin.ts'
import { bindTimeoutMsOf, candidatesOf } from './arguments.ts'
import type { ProfileConfiguration, SchedulerConfiguration } from './configuration.ts'
import type { PluginRow } from './plugin-table.ts'
import { selectPlugins } from './select.ts'
import { checkConfiguration } from './validate.ts'

/** A configuration with everything decided. */
export interface ResolvedConfiguration {
  readonly profiles: readonly Profile[]
  readonly initialBackoffMs: number
  readonly maxBackoffMs: number
}

/** The name of the scheduler that pods have unless told. */
const DEFAULT_NAME = 'default-scheduler'

/** Checks a configuration and fills in the defaults. Throws SchedulerError. */
export function resolveProfiles(configuration: SchedulerConfiguration): ResolvedConfiguration {
  checkConfiguration(configuration)
  const { podInitialBackoffSeconds = 1, podMaxBackoffSeconds = 10, percentageOfNodesToScore = 0 } = configuration
  const { profiles = [{}] } = configuration
  return {
    initialBackoffMs: podInitialBackoffSeconds * 1000,
    maxBackoffMs: podMaxBackoffSeconds * 1000,
    profiles: profiles.map((profile) => profileOf(profile, percentageOfNodesToScore)),
  }
}

function profileOf(profile: ProfileConfiguration, nodesToScorePercent: number): Profile {
  const argsOf = (name: string): JsonObject => profile.pluginConfig?.find((one) => one.name === name)?.args ?? {}
  const made = new Map<string, Plugin>()
  const make = ({ name, make: build }: PluginRow): Plugin[] => {
    const plugin = made.get(name) ?? build?.(argsOf(name))
    if (plugin !== undefined) made.set(name, plugin)
    return plugin === undefined ? [] : [plugin]
  }
  const isOn = (point: 'postFilter' | 'preEnqueue', name: string): boolean =>
    selectPlugins(profile, point).some(({ row }) => row.name === name)
  return {
    name: profile.schedulerName ?? DEFAULT_NAME,
    filters: selectPlugins(profile, 'filter').flatMap(({ row }) => make(row)),
    scores: selectPlugins(profile, 'score').flatMap(({ row, weight }) =>
      make(row).map((plugin) => ({ plugin, weight })),
    ),
    nodesToScorePercent: profile.percentageOfNodesToScore ?? nodesToScorePercent,
    preempts: isOn('postFilter', 'DefaultPreemption'),
    candidates: candidatesOf(argsOf('DefaultPreemption')),
    honoursGates: isOn('preEnqueue', 'SchedulingGates'),
    bindTimeoutMs: bindTimeoutMsOf(argsOf('VolumeBinding')),
  }
}
