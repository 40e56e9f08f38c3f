import { type Json, type JsonObject, readTime } from '#kube'
import type { HookRun, ReleaseHook, ReleaseInfo, ReleaseStatus } from '../contract/release.ts'
import { listOf, numberOf, objectOf, textOf } from './typed.ts'

/** What a record says of itself. Throws `Error` when it says nothing, or a time is none. */
export function infoOf(value: Json | undefined): ReleaseInfo {
  const info = objectOf(value, 'Release.info')
  const description = textOf(info['description'], 'Release.info.description')
  const notes = textOf(info['notes'], 'Release.info.notes')
  return {
    first_deployed: timeOf(info, 'first_deployed'),
    last_deployed: timeOf(info, 'last_deployed'),
    deleted: timeOf(info, 'deleted'),
    ...(description !== '' && { description }),
    // a status that Helm does not know is kept and shown as it stands
    status: textOf(info['status'], 'Release.info.status') as ReleaseStatus,
    ...(notes !== '' && { notes }),
  }
}

/** The hooks of a record. Throws `Error` where one is no hook. */
export function hooksOf(value: Json | undefined): readonly ReleaseHook[] {
  return listOf(value, 'Release.hooks').map(hookOf)
}

function hookOf(value: Json): ReleaseHook {
  const hook = objectOf(value, 'Release.hooks')
  const weight = numberOf(hook['weight'], 'Release.hooks.weight')
  const [deletePolicies, outputLogPolicies] = [textsOf(hook, 'delete_policies'), textsOf(hook, 'output_log_policies')]
  return {
    name: textOf(hook['name'], 'Release.hooks.name'),
    kind: textOf(hook['kind'], 'Release.hooks.kind'),
    path: textOf(hook['path'], 'Release.hooks.path'),
    manifest: textOf(hook['manifest'], 'Release.hooks.manifest'),
    events: textsOf(hook, 'events'),
    last_run: runOf(hook['last_run'] ?? {}),
    ...(weight !== 0 && { weight }),
    ...(deletePolicies.length > 0 && { delete_policies: deletePolicies }),
    ...(outputLogPolicies.length > 0 && { output_log_policies: outputLogPolicies }),
  }
}

function runOf(value: Json): HookRun {
  const run = objectOf(value, 'Release.hooks.last_run')
  return {
    started_at: timeOf(run, 'started_at'),
    completed_at: timeOf(run, 'completed_at'),
    phase: textOf(run['phase'], 'Release.hooks.last_run.phase') as HookRun['phase'],
  }
}

function textsOf(map: JsonObject, name: string): readonly string[] {
  return listOf(map[name], `Release.hooks.${name}`).map((text) => textOf(text, `Release.hooks.${name}`))
}

const ZERO_TIME = '0001-01-01T00:00:00Z'

/** A time as it stands; empty for a missing, empty or zero one. */
function timeOf(map: JsonObject, name: string): string {
  const text = textOf(map[name], `Release.${name}`)
  if (text === '' || text === ZERO_TIME) return ''
  readTime(text, false)
  return text
}
