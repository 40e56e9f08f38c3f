import { type Finding, internalError, type KubeObject, StatusError } from '#kube'
import type { Registry } from '../../contract/registry.ts'
import type { User } from '../../contract/user.ts'
import { type AddressRange, addressAt, freePlace, isWithin, placeOf } from './address-range.ts'
import { addressesOf, type Claims } from './claims.ts'
import { specOf } from './families.ts'
import { hasAddress } from './normalize.ts'

/** What addresses are taken from. */
export interface AddressPool {
  /** Asked for each allocation: ranges come and go. */
  ranges(): readonly AddressRange[]
  readonly claims: Claims
  readonly registry: () => Registry
  readonly random: () => number
}

/** Who the server is when it writes addresses. */
export const allocator: User = { name: 'system:apiserver', groups: ['system:masters'] }

/** One allocation for one service. */
export interface AddressWish {
  readonly service: KubeObject
  readonly old: KubeObject | undefined
  readonly dryRun: boolean
}

/** Gives an address to a service that needs one (mutates it); gives what was taken, and what was wrong. */
export async function allocateAddress(
  pool: AddressPool,
  { service, old, dryRun }: AddressWish,
): Promise<{ readonly claimed: readonly string[]; readonly findings: readonly Finding[] }> {
  const spec = specOf(service)
  const list = Array.isArray(spec['clusterIPs']) ? spec['clusterIPs'] : []
  if (!hasAddress(spec) || spec['clusterIP'] === 'None' || list[0] === 'None') return { claimed: [], findings: [] }
  const asked = typeof list[0] === 'string' && list[0] !== '' ? list[0] : ''
  if (asked !== '' && old !== undefined && addressesOf(old).includes(asked)) return { claimed: [], findings: [] }
  const address = asked === '' ? await takeFree(pool, service, dryRun) : asked
  if (asked !== '') {
    const problem = await takeAsked(pool, service, asked, dryRun)
    if (problem !== undefined) {
      const detail = `failed to allocate IP ${asked}: ${problem}`
      return { claimed: [], findings: [{ field: 'spec.clusterIPs', type: 'invalid', value: [...list], detail }] }
    }
  }
  spec['clusterIP'] = address
  spec['clusterIPs'] = [address]
  return { claimed: [address], findings: [] }
}

/** Gives an address back: its IPAddress goes. */
export async function releaseAddress({ claims, registry }: AddressPool, address: string): Promise<void> {
  claims.release(address)
  const kind = registry().kinds.find('networking.k8s.io', 'v1', 'ipaddresses')
  if (kind === undefined) return
  try {
    await registry().remove({ kind, namespace: '', name: address }, { user: allocator, isInternal: true })
  } catch (cause) {
    if (!(cause instanceof StatusError) || cause.code !== 'NotFound') throw cause
  }
}

const maxAttempts = 32

async function takeFree(pool: AddressPool, service: KubeObject, dryRun: boolean): Promise<string> {
  for (const range of pool.ranges()) {
    for (let tries = 0; tries < maxAttempts; tries++) {
      const place = freePlace(range, pool.random, (address) => isTaken(pool, address))
      if (place === undefined) break
      const address = addressAt(range, place)
      if (dryRun || (await record(pool, service, address))) return address
    }
  }
  throw internalError('failed to allocate a serviceIP: range is full')
}

async function takeAsked(
  pool: AddressPool,
  service: KubeObject,
  address: string,
  dryRun: boolean,
): Promise<string | undefined> {
  const ranges = pool.ranges().filter((range) => isWithin(range, address))
  if (ranges.length === 0) return 'the provided network does not match the current range'
  if (!ranges.some((range) => placeOf(range, address) !== undefined)) {
    return `the provided IP (${address}) is not in the valid range. The range of valid IPs is ${ranges[0]?.cidr}`
  }
  const taken = 'provided IP is already allocated'
  if (isTaken(pool, address)) return taken
  return dryRun || (await record(pool, service, address)) ? undefined : taken
}

function isTaken({ claims, registry }: AddressPool, address: string): boolean {
  if (claims.isTaken(address)) return true
  const kind = registry().kinds.find('networking.k8s.io', 'v1', 'ipaddresses')
  return kind !== undefined && registry().read(kind, '', address) !== undefined
}

/** The IPAddress object is the claim that other servers on the same store see. False: it was there already. */
async function record({ claims, registry }: AddressPool, service: KubeObject, address: string): Promise<boolean> {
  claims.claim(address)
  const kind = registry().kinds.find('networking.k8s.io', 'v1', 'ipaddresses')
  if (kind === undefined) return true
  try {
    const target = { kind, namespace: '', name: address }
    await registry().create(target, ipAddressOf(service, address), {
      user: allocator,
      isInternal: true,
      fieldManager: 'kube-apiserver',
    })
    return true
  } catch (cause) {
    claims.release(address)
    if (cause instanceof StatusError && cause.code === 'AlreadyExists') return false
    throw cause
  }
}

/** The IPAddress of a service, as upstream's allocator makes it. */
export function ipAddressOf({ metadata }: KubeObject, address: string): KubeObject {
  return {
    kind: 'IPAddress',
    apiVersion: 'networking.k8s.io/v1',
    metadata: {
      name: address,
      labels: {
        'ipaddress.kubernetes.io/ip-family': 'IPv4',
        'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
      },
    },
    spec: { parentRef: { resource: 'services', namespace: metadata['namespace'] ?? '', name: metadata.name } },
  }
}
