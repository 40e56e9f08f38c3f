import type { ResourceType } from '#client'

/** `coordination.k8s.io/v1` Lease. */
export const leases: ResourceType = {
  group: 'coordination.k8s.io',
  version: 'v1',
  resource: 'leases',
  kind: 'Lease',
  isNamespaced: true,
}
