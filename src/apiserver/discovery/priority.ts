/** Where a group stands among groups, and a version among those of its group: higher comes first. */
export interface Priority {
  readonly group: number
  readonly version: number
}

/** What CRDs get (crdregistration controller). */
export const customPriority: Priority = { group: 1000, version: 100 }

/** Priority of a built-in group version (the API server's APIService priorities); custom ones get a low one. */
export function priorityOf(group: string, version: string): Priority {
  const base = groupPriorities[group]
  if (base === undefined) return customPriority
  return { group: base, version: versionPriorities[`${group}/${version}`] ?? versionPriority(version) }
}

const groupPriorities: Readonly<Record<string, number>> = {
  'apiregistration.k8s.io': 20_000,
  '': 18_000,
  apps: 17_800,
  'events.k8s.io': 17_750,
  'authentication.k8s.io': 17_700,
  'authorization.k8s.io': 17_600,
  autoscaling: 17_500,
  batch: 17_400,
  'certificates.k8s.io': 17_300,
  'networking.k8s.io': 17_200,
  policy: 17_100,
  'rbac.authorization.k8s.io': 17_000,
  'storage.k8s.io': 16_800,
  'apiextensions.k8s.io': 16_700,
  'admissionregistration.k8s.io': 16_700,
  'scheduling.k8s.io': 16_600,
  'coordination.k8s.io': 16_500,
  'node.k8s.io': 16_300,
  'discovery.k8s.io': 16_200,
  'resource.k8s.io': 16_200,
  'flowcontrol.apiserver.k8s.io': 16_100,
  'internal.apiserver.k8s.io': 16_000,
  'storagemigration.k8s.io': 15_900,
}

const versionPriorities: Readonly<Record<string, number>> = {
  'autoscaling/v1': 15,
  'autoscaling/v2': 30,
  'flowcontrol.apiserver.k8s.io/v1': 21,
  'resource.k8s.io/v1': 20,
}

function versionPriority(version: string): number {
  if (version.includes('alpha')) return 1
  return version.includes('beta') ? 9 : 15
}
