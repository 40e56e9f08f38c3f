import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapAt } from '../read.ts'
import { checkConfigMap, checkConfigMapUpdate } from './config-data.ts'

/** Texts and bytes for pods to read. */
export const configMap: Kind = defineKind({
  group: '',
  kind: 'ConfigMap',
  plural: 'configmaps',
  shortNames: ['cm'],
  columns: [
    nameColumn,
    column(
      'Data',
      'Data contains the configuration data.',
      (object) => Object.keys(mapAt(object, 'data')).length + Object.keys(mapAt(object, 'binaryData')).length,
    ),
    ageColumn,
  ],
  rules: { check: checkConfigMap, checkUpdate: checkConfigMapUpdate },
})
