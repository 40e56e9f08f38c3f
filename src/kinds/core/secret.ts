import type { KubeObject } from '#kube'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapAt, textAt } from '../read.ts'
import { secretWarnings } from '../warn/secret.ts'
import { checkSecret, checkSecretUpdate } from './secret-data.ts'

/** Bytes for pods to read that are not for everybody. */
export const secret: Kind = defineKind({
  group: '',
  kind: 'Secret',
  plural: 'secrets',
  columns: [
    nameColumn,
    column('Type', 'Used to facilitate programmatic handling of secret data.', (object) => textAt(object, 'type')),
    column('Data', 'Data contains the secret data.', (object) => Object.keys(mapAt(object, 'data')).length),
    ageColumn,
  ],
  selectableFields: { type: (object) => textAt(object, 'type') },
  rules: { defaults, check: checkSecret, checkUpdate: checkSecretUpdate, warnings: secretWarnings },
})

/** `stringData` is for writing only: its texts go into `data` as base64. */
function defaults(object: KubeObject): void {
  if (textAt(object, 'type') === '') object['type'] = 'Opaque'
  const written = Object.entries(mapAt(object, 'stringData'))
  if (written.length > 0) {
    const encoded = written.map(([key, value]) => [key, base64(typeof value === 'string' ? value : '')] as const)
    object['data'] = Object.fromEntries([...Object.entries(mapAt(object, 'data')), ...encoded])
  }
  delete object['stringData']
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
