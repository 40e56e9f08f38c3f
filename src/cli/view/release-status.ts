import type { Release, ReleaseHook } from '#release'
import type { Compat } from '#source'
import { dump } from '#yaml'
import { ansicTime } from './ansic-time.ts'
import { releaseColours } from './release-colour.ts'

/** How a release is shown. */
export interface StatusView {
  readonly compat: Compat
  /** Also values, hooks and manifest (`--debug`). */
  readonly isDebug?: boolean
  readonly hidesNotes?: boolean
  /** Helm 4 says it always, Helm 3 when asked. */
  readonly showsDescription?: boolean
  /** The table of objects, as `status` prints it. */
  readonly resources?: string
  /** Name and versions of the chart, as `get all` prints them. */
  readonly showsChart?: boolean
  readonly hasColour?: boolean
  /** All values together, for `--debug`. */
  readonly computed?: () => unknown
}

/** A release as Helm prints it after install, upgrade and test, and for `status`. Source: helm pkg/cmd/status.go. */
export function statusText(release: Release, view: StatusView): string {
  const { info } = release
  const colours = releaseColours(view.hasColour === true)
  const lines = [
    `NAME: ${release.name}\n`,
    info.last_deployed === '' ? '' : `LAST DEPLOYED: ${ansicTime(info.last_deployed)}\n`,
    `NAMESPACE: ${colours.namespace(release.namespace)}\n`,
    `STATUS: ${colours.status(info.status)}\n`,
    `REVISION: ${release.version}\n`,
    view.showsChart ? chartText(release) : '',
    view.compat === 'helm4' || view.showsDescription ? `DESCRIPTION: ${info.description ?? ''}\n` : '',
    view.resources ? `RESOURCES:\n${view.resources}\n` : '',
    testText(release.hooks),
    view.isDebug ? valuesText(release, view) : '',
    view.isDebug || info.description?.toLowerCase() === 'dry run complete' ? manifestText(release) : '',
    view.hidesNotes || !info.notes ? '' : `NOTES:\n${info.notes.trim()}\n`,
  ]
  return lines.join('')
}

function chartText({ chart }: Release): string {
  const { name = '', version = '', appVersion = '' } = (chart['metadata'] ?? {}) as Readonly<Record<string, string>>
  return `CHART: ${name}\nVERSION: ${version}\nAPP_VERSION: ${appVersion}\n`
}

function testText(hooks: readonly ReleaseHook[]): string {
  const tests = hooks.flatMap((hook) => hook.events.filter((event) => event === 'test').map(() => hook))
  if (tests.length === 0) return 'TEST SUITE: None\n'
  return tests
    .filter(({ last_run }) => last_run.started_at !== '')
    .map(
      ({ name, last_run }) =>
        `TEST SUITE:     ${name}\nLast Started:   ${ansicTime(last_run.started_at)}\n` +
        `Last Completed: ${ansicTime(last_run.completed_at)}\nPhase:          ${last_run.phase}\n`,
    )
    .join('')
}

function valuesText({ config }: Release, { computed }: StatusView): string {
  return `USER-SUPPLIED VALUES:\n${dump(config ?? null)}\nCOMPUTED VALUES:\n${dump(computed?.() ?? {})}\n`
}

function manifestText({ hooks, manifest }: Release): string {
  const parts = hooks.map(({ path, manifest: text }) => `---\n# Source: ${path}\n${text}\n`)
  return `HOOKS:\n${parts.join('')}MANIFEST:\n${manifest}\n`
}
