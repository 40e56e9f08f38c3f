import { type Finding, invalid, type KubeObject } from '#kube'
import type { Registry } from '../../contract/registry.ts'
import type { HookedWrite, HookOutcome, StorageHook } from '../storage-hook.ts'
import { addressRange } from './address-range.ts'
import { type AddressPool, allocateAddress, releaseAddress } from './allocate-address.ts'
import { allocatePorts, type PortPool, type PortRange } from './allocate-ports.ts'
import { addressesOf, claimsOver, nodePortsOf } from './claims.ts'
import { initFamilies } from './families.ts'
import { dropOfOtherType, keepAllocated, normalizeAddresses } from './normalize.ts'
import { readyRanges } from './ready-ranges.ts'

/** Where services get their addresses and ports from. */
export interface ServiceHookOptions {
  /** Asked late: the registry holds this hook. */
  readonly registry: () => Registry
  /** IPv4, `10.96.0.0/12` unless told. */
  readonly addresses?: string
  /** 30000 to 32767 unless told. */
  readonly ports?: PortRange
  random(): number
}

/** Gives services their cluster IPs, node ports and health check ports, and takes them back. */
export function serviceHook(options: ServiceHookOptions): StorageHook {
  const { registry } = options
  const random = () => options.random()
  const first = addressRange(options.addresses ?? '10.96.0.0/12')
  const pools: Pools = {
    addresses: {
      ranges: () => readyRanges(first, registry()),
      claims: claimsOver(registry, addressesOf),
      registry,
      random,
    },
    ports: {
      range: options.ports ?? { first: 30_000, last: 32_767 },
      claims: claimsOver(registry, nodePortsOf),
      random,
    },
  }
  return {
    group: '',
    resource: 'services',
    begin: (write) => begin(pools, write),
    async afterDelete(service) {
      for (const address of addressesOf(service)) await releaseAddress(pools.addresses, address)
    },
  }
}

interface Pools {
  readonly addresses: AddressPool
  readonly ports: PortPool
}

async function begin(pools: Pools, { object: service, old, dryRun }: HookedWrite): Promise<HookOutcome> {
  if (old !== undefined) {
    dropOfOtherType(service, old)
    keepAllocated(service, old)
  }
  normalizeAddresses(service, old)
  refuse(service, initFamilies(service, old))
  const ports = allocatePorts(pools.ports, service, old)
  const releasePorts = () => {
    for (const port of ports.claimed) pools.ports.claims.release(port)
  }
  if (ports.findings.length > 0) {
    releasePorts()
    refuse(service, ports.findings)
  }
  const addresses = await allocateAddress(pools.addresses, { service, old, dryRun })
  if (addresses.findings.length > 0) {
    releasePorts()
    refuse(service, addresses.findings)
  }
  return {
    async commit() {
      releasePorts()
      for (const address of addresses.claimed) pools.addresses.claims.release(address)
      if (dryRun || old === undefined) return
      const kept = addressesOf(service)
      for (const address of addressesOf(old)) {
        if (!kept.includes(address)) await releaseAddress(pools.addresses, address)
      }
    },
    async rollback() {
      releasePorts()
      for (const address of addresses.claimed) {
        if (dryRun) pools.addresses.claims.release(address)
        else await releaseAddress(pools.addresses, address)
      }
    },
  }
}

function refuse(service: KubeObject, findings: readonly Finding[]): void {
  if (findings.length > 0) throw invalid({ group: '', kind: 'Service' }, service.metadata.name, findings)
}
