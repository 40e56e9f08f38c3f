import type { ReleaseEvent } from '#release'
import type { HelmLog } from './helm-log.ts'
import type { LogFields } from './helm3-sentence.ts'

/** Writes what an action tells into the log, where Helm's log has it. */
export function logEvent(log: HelmLog, event: ReleaseEvent): void {
  switch (event.type) {
    case 'step':
      for (const text of STEP_LINES[`${event.operation} ${event.step}`] ?? []) log.debug(text, stepFields(text, event))
      return
    case 'object':
      return logObject(log, event)
    case 'waiting':
      return logWaiting(log, event)
    case 'log':
      return log.warn(event.text, event.fields)
    case 'line':
    case 'warning':
      return
  }
}

type EventOf<Type extends ReleaseEvent['type']> = Extract<ReleaseEvent, { readonly type: Type }>

/** What Helm says where a step begins. */
const STEP_LINES: Readonly<Record<string, readonly string[]>> = {
  'upgrade record': ['performing update', 'creating upgraded release'],
  'upgrade objects': ['checking resources for changes'],
  'upgrade finish': ['updating status for upgraded release'],
  'upgrade clean-up': ['cleanup on fail set, cleaning up resources'],
  'rollback record': ['performing rollback', 'creating rolled back release'],
  'rollback objects': ['checking resources for changes'],
  'rollback finish': ['updating status for rolled back release'],
  'rollback clean-up': ['cleanup on fail set, cleaning up resources'],
  'install undo': ['install failed and rollback-on-failure is set, uninstalling release'],
  'uninstall finish': ['purge requested'],
}

function stepFields(text: string, { release }: EventOf<'step'>): LogFields {
  if (text.startsWith('checking')) return {}
  return text.startsWith('purge') || text.startsWith('install') ? { release } : { name: release }
}

/** What Helm says of an object, by what came of it. */
const OBJECT_LINES: Readonly<Record<EventOf<'object'>['action'], string>> = {
  created: 'Created resource via patch',
  updated: 'Patched resource',
  unchanged: 'no changes detected',
  deleted: 'starting delete resource',
  kept: 'skipping delete due to annotation',
}
const KEEP = { annotation: 'helm.sh/resource-policy', value: 'keep' }

function logObject(log: HelmLog, { action, object }: EventOf<'object'>): void {
  const { namespace = '', name } = object.metadata
  const written = action === 'created' || action === 'updated'
  const fields = written ? { namespace, name, gvk: gvkText(object) } : fieldsOf(object)
  log.debug(OBJECT_LINES[action], { ...fields, ...(action === 'kept' && KEEP) })
}

function logWaiting(log: HelmLog, { object, state, reason }: EventOf<'waiting'>): void {
  if (state !== 'ready') log.debug('waiting for resource', { ...fieldsOf(object), state, reason })
}

function fieldsOf({ kind, metadata: { name, namespace = '' } }: EventOf<'object'>['object']): LogFields {
  return { namespace, name, kind }
}

/** As Go prints a GroupVersionKind: `apps/v1, Kind=Deployment`, `/v1, Kind=Service`. */
function gvkText({ apiVersion, kind }: EventOf<'object'>['object']): string {
  return `${apiVersion.includes('/') ? '' : '/'}${apiVersion}, Kind=${kind}`
}
