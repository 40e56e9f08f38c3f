import type { ReleaseContent } from '../contract/content.ts'
import type { ApplyMethod, Release, ReleaseHook, ReleaseInfo } from '../contract/release.ts'

/** What a revision needs beside its content. */
export interface DraftOptions {
  readonly name: string
  readonly namespace: string
  readonly version: number
  readonly info: ReleaseInfo
  readonly method: ApplyMethod
  readonly labels: Readonly<Record<string, string>>
}

/** A revision made of what was rendered. */
export function draftRelease(content: ReleaseContent, options: DraftOptions): Release {
  const { name, namespace, version, info, method, labels } = options
  const { chart, config, manifest, notes } = content
  return {
    name,
    namespace,
    version,
    info: { ...info, ...(notes !== '' && { notes }) },
    chart,
    config,
    manifest,
    hooks: content.hooks.map(hookOf),
    apply_method: method,
    labels,
  }
}

function hookOf(hook: ReleaseContent['hooks'][number]): ReleaseHook {
  return {
    name: hook.name,
    kind: hook.kind,
    path: hook.source,
    manifest: hook.text,
    events: hook.events,
    last_run: { started_at: '', completed_at: '', phase: '' },
    ...(hook.weight !== 0 && { weight: hook.weight }),
    ...(hook.deletePolicies.length > 0 && { delete_policies: hook.deletePolicies }),
    ...(hook.outputLogPolicies.length > 0 && { output_log_policies: hook.outputLogPolicies }),
  }
}
