import { firstAddress } from './bootstrap/address.ts'
import { realClock } from './clock.ts'
import { ClusterError } from './error.ts'
import { DEFAULT_POD_CIDR, podRangeOf, roomOf } from './node/pod-range.ts'
import type { ClusterOptions, SettledOptions } from './options.ts'
import { DEFAULT_NAME } from './state/folder.ts'
import { type ClusterRecord, type StoreChoice, storeText } from './state/record.ts'

/** Options with what the cluster had before and the defaults in them. Throws ClusterError `bad-option`. */
export function settle(options: ClusterOptions, record: ClusterRecord | undefined): SettledOptions {
  const { home } = options
  const asked = typeof options.store === 'string' ? { type: options.store } : options.store
  const store = asked ?? record?.store ?? { type: home === undefined ? 'memory' : 'sqlite' }
  const { serviceCidr, podCidr } = rangesOf(options, record)
  checkUnchanged(store, serviceCidr, record)
  return {
    name: options.name ?? DEFAULT_NAME,
    store,
    runtime: runtimeOf(options.runtime ?? record?.runtime),
    nodes: nodesOf(options, record, podCidr),
    endsTasks: options.endsTasks ?? false,
    allowsWebhooks: options.allowsWebhooks ?? false,
    ...keptOf(options, record),
    port: options.port,
    listens: options.listens ?? true,
    serviceCidr,
    podCidr,
    audit: options.audit,
    authentication: options.authentication ?? {},
    joins: options.joins,
    schedulerConfig: options.schedulerConfig,
    clock: options.clock ?? realClock,
    trace: options.trace ?? (() => undefined),
  }
}

function keptOf(
  { metrics, host }: ClusterOptions,
  record: ClusterRecord | undefined,
): Pick<SettledOptions, 'metrics' | 'host'> {
  return { metrics: metrics ?? record?.metrics ?? false, host: host ?? record?.host ?? '127.0.0.1' }
}

function rangesOf(
  options: ClusterOptions,
  record: ClusterRecord | undefined,
): Pick<SettledOptions, 'serviceCidr' | 'podCidr'> {
  const serviceCidr = options.serviceCidr ?? record?.serviceCidr ?? '10.96.0.0/12'
  firstAddress(serviceCidr)
  return { serviceCidr, podCidr: options.podCidr ?? record?.podCidr ?? DEFAULT_POD_CIDR }
}

function runtimeOf(runtime: string | undefined): 'simulated' {
  if (runtime === undefined || runtime === 'simulated') return 'simulated'
  throw new ClusterError('bad-option', `runtime "${runtime}" is not known`, { hint: 'expected simulated' })
}

function nodesOf(options: ClusterOptions, record: ClusterRecord | undefined, podCidr: string): number {
  const count = options.nodes ?? record?.nodes ?? 1
  const room = roomOf(podRangeOf(podCidr))
  if (Number.isInteger(count) && count >= 0 && count <= room) return count
  throw new ClusterError('bad-option', `${count} nodes cannot be had`, {
    hint: `expected 0 to ${room}: so many get pod addresses of ${podCidr}`,
  })
}

/** Objects do not move by themselves from one store to another, and services keep their addresses. */
function checkUnchanged(store: StoreChoice, serviceCidr: string, record: ClusterRecord | undefined): void {
  if (record === undefined) return
  const [had, has] = [storeText(record.store), storeText(store)]
  const hint = 'berth cluster delete makes room for another; berth cluster snapshot save keeps its objects'
  if (had !== has) throw new ClusterError('bad-option', `the cluster was made with store ${had}, not ${has}`, { hint })
  if (record.serviceCidr !== serviceCidr) {
    throw new ClusterError(
      'bad-option',
      `the cluster was made with service range ${record.serviceCidr}, not ${serviceCidr}`,
      { hint },
    )
  }
}
