import type { Client } from '#client'
import type { Clock } from '#kube'
import type { ReleaseDriver } from '../contract/driver.ts'
import { ReleaseError } from '../error.ts'
import type { RecordLevel } from '../record/structs.ts'
import { memoryDriver } from './memory.ts'
import { objectDriver } from './objects.ts'
import { sqlDriver } from './sql/driver.ts'

/** What a driver is made of. */
export interface DriverOptions {
  /** `HELM_DRIVER`: `secret(s)`, `configmap(s)`, `memory`, `sql`; empty for secrets. */
  readonly kind: string
  readonly client: Client
  /** Whose records; empty for those of all namespaces, to read only. */
  readonly namespace: string
  readonly clock: Clock
  /** Of it: `HELM_DRIVER_SQL_CONNECTION_STRING`. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Whose Helm's fields are written; default `helm4`. */
  readonly level?: RecordLevel
  /** Told of every record that is passed over because it cannot be read. */
  readonly onBroken?: (name: string, error: ReleaseError) => void
}

/** The driver that `kind` names. Sends nothing yet. Throws `record-store` for an unknown one. */
export function createDriver(options: DriverOptions): ReleaseDriver {
  const { client, namespace, clock, level = 'helm4', onBroken = () => undefined } = options
  const store = { client, namespace, clock, level, onBroken }
  switch (options.kind) {
    case '':
    case 'secret':
    case 'secrets':
      return objectDriver({ ...store, kind: 'secret' })
    case 'configmap':
    case 'configmaps':
      return objectDriver({ ...store, kind: 'configmap' })
    case 'memory':
      return memoryDriver(namespace)
    case 'sql':
      return sqlDriver({ ...store, connection: options.environment?.['HELM_DRIVER_SQL_CONNECTION_STRING'] ?? '' })
    default:
      throw new ReleaseError('record-store', `unknown driver "${options.kind}"`, {
        hint: 'HELM_DRIVER is one of secret, configmap, memory and sql',
      })
  }
}
