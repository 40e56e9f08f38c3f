import { opaque, type Type } from '#cel'

/** Types of Kubernetes that expressions may name, by name. */
export const kubernetesTypes: ReadonlyMap<string, Type> = new Map(
  [
    'kubernetes.URL',
    'kubernetes.Quantity',
    'kubernetes.Semver',
    'kubernetes.NamedFormat',
    'kubernetes.authorization.Authorizer',
    'kubernetes.authorization.PathCheck',
    'kubernetes.authorization.GroupCheck',
    'kubernetes.authorization.ResourceCheck',
    'kubernetes.authorization.Decision',
    'net.IP',
    'net.CIDR',
  ].map((name) => [name, opaque(name)] as const),
)
