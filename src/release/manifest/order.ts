import { type Compat, inInstallOrder, inUninstallOrder } from '#render'
import type { ManifestObject } from '../contract/apply.ts'

/** Objects in the order in which Helm installs or uninstalls them; equal ones keep their order. Gives a new list. */
export function inOrderOf(
  direction: 'install' | 'uninstall',
  objects: readonly ManifestObject[],
  compat: Compat,
): readonly ManifestObject[] {
  const rows = objects.map((one) => ({ kind: one.object.kind, one }))
  const sorted = direction === 'install' ? inInstallOrder(rows, compat) : inUninstallOrder(rows, compat)
  return sorted.map(({ one }) => one)
}
