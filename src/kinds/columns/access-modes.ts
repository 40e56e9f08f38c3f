import type { Json } from '#kube'

/** Access modes of a volume in their short form and fixed order: `RWO,ROX`. */
export function accessModesText(modes: Json | undefined): string {
  const given = Array.isArray(modes) ? modes : []
  return shortModes
    .filter(([mode]) => given.includes(mode))
    .map(([, short]) => short)
    .join(',')
}

const shortModes = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
] as const
