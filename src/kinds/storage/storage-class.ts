import { checkDnsSubdomain, checkQualifiedName, type KubeObject } from '#kube'
import {
  addForbidden,
  addInvalid,
  addRequired,
  addTooLong,
  checkUnchanged,
  checkWord,
  type Findings,
} from '../check/finding.ts'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import { isSame } from '../equal.ts'
import type { Kind } from '../kind.ts'
import { isTrue, mapAt, pairsAt, textAt } from '../read.ts'
import { storageClassWarnings } from '../warn/storage.ts'

/** A way to make volumes. */
export const storageClass: Kind = defineKind({
  group: 'storage.k8s.io',
  kind: 'StorageClass',
  plural: 'storageclasses',
  shortNames: ['sc'],
  scope: 'Cluster',
  columns: [
    column('Name', nameColumn.description ?? '', nameOf, { format: 'name' }),
    column('Provisioner', 'Provisioner indicates the type of the provisioner.', (object) =>
      textAt(object, 'provisioner'),
    ),
    column(
      'ReclaimPolicy',
      'The reclaimPolicy of volumes of this class.',
      (object) => textAt(object, 'reclaimPolicy') || 'Delete',
    ),
    column(
      'VolumeBindingMode',
      'How PersistentVolumeClaims should be provisioned and bound.',
      (object) => textAt(object, 'volumeBindingMode') || 'Immediate',
    ),
    column('AllowVolumeExpansion', 'Whether the storage class allows volume expand.', (object) =>
      isTrue(object, 'allowVolumeExpansion'),
    ),
    ageColumn,
  ],
  rules: {
    defaults: (object) => {
      object['reclaimPolicy'] ??= 'Delete'
      object['volumeBindingMode'] ??= 'Immediate'
    },
    check,
    checkUpdate,
    warnings: storageClassWarnings,
  },
})

/** Checks the name of a provisioner or driver that may have a prefix. */
export function checkProvisioner(found: Findings, name: string, field: string): void {
  if (name === '') addRequired(found, field)
  else addInvalid(found, field, name.toLowerCase(), ...checkQualifiedName(name.toLowerCase()))
}

function nameOf(object: KubeObject): string {
  const annotations = mapAt(object.metadata, 'annotations')
  const isDefault = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class']
  return isDefault.some((key) => annotations[key] === 'true')
    ? `${object.metadata.name} (default)`
    : object.metadata.name
}

function check(found: Findings, object: KubeObject): void {
  checkProvisioner(found, textAt(object, 'provisioner'), 'provisioner')
  checkParameters(found, object)
  checkWord(found, 'reclaimPolicy', textAt(object, 'reclaimPolicy'), ['Delete', 'Retain'])
  checkWord(found, 'volumeBindingMode', textAt(object, 'volumeBindingMode'), ['Immediate', 'WaitForFirstConsumer'])
}

function checkParameters(found: Findings, object: KubeObject): void {
  const parameters = pairsAt(object, 'parameters')
  if (parameters.length > 512) addTooLong(found, 'parameters', 512)
  const bytes = parameters.reduce((sum, [key, value]) => sum + key.length + value.length, 0)
  if (bytes > 256 * 1024) addTooLong(found, 'parameters', 256 * 1024)
  for (const [key] of parameters) if (key === '') addInvalid(found, 'parameters', key, 'field can not be empty.')
}

function checkUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  if (!isSame(object['parameters'], old['parameters'])) {
    addForbidden(found, 'parameters', 'updates to parameters are forbidden.')
  }
  if (object['provisioner'] !== old['provisioner']) {
    addForbidden(found, 'provisioner', 'updates to provisioner are forbidden.')
  }
  if (object['reclaimPolicy'] !== old['reclaimPolicy']) {
    addForbidden(found, 'reclaimPolicy', 'updates to reclaimPolicy are forbidden.')
  }
  const mode = object['volumeBindingMode']
  checkUnchanged(found, 'volumeBindingMode', mode, mode === old['volumeBindingMode'])
}

/** Checks the name of a CSI driver (storage ValidateCSIDriverName). */
export function checkDriverName(found: Findings, name: string, field: string): void {
  if (name === '') addRequired(found, field)
  if (name.length > 63) addTooLong(found, field, 63)
  addInvalid(found, field, name, ...checkDnsSubdomain(name.toLowerCase()))
}
