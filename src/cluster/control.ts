import { type ApiServer, quotaRules } from '#apiserver'
import type { Client } from '#client'
import { type Controller, createControllers, elect, runControllers } from '#controllers'
import { createScheduler, type SchedulerConfiguration } from '#scheduler'
import type { KeyUsage } from './certificate/door.ts'
import type { LocalNodes } from './node/local.ts'
import { podRangeOf } from './node/pod-range.ts'
import type { SettledOptions } from './options.ts'
import type { Certificates } from './state/certificates.ts'

/** What controllers are run with. */
export interface ControlOptions {
  readonly settled: SettledOptions
  readonly client: Client
  /** A client by whose name writes are known: `kubelet`. */
  readonly clientOf: (program: string) => Client
  readonly certificates: { readonly current: Certificates }
  readonly server: Pick<ApiServer, 'signToken'>
  /** True when other control planes work on the same store: one of them leads. */
  readonly isShared: boolean
  readonly nodes: LocalNodes
  readonly scheduling: SchedulerConfiguration
  readonly identity: string
}

const LEASE_MS = 6000
const RENEW_MS = 4000
const RETRY_MS = 1000

/**
 * Runs kubelets, controllers and the scheduler until the signal fires; on a shared store the latter two only while this
 * process leads. Never throws.
 */
export async function runControlLoops(options: ControlOptions, signal: AbortSignal): Promise<void> {
  const kubelets = { kubelet: options.nodes.kubelets.controllers }
  if (!options.isShared) return run({ ...leadersOf(options), ...kubelets }, options, signal)
  const own = run(kubelets, options, signal)
  const { client, settled, identity } = options
  await elect(
    {
      client,
      clock: settled.clock,
      random: Math.random,
      claim: { namespace: 'kube-system', name: 'kube-controller-manager', identity, durationMs: LEASE_MS },
      renewWithinMs: RENEW_MS,
      retryMs: RETRY_MS,
      lead: (term) => run(leadersOf(options), options, term),
      onError: (error) => settled.trace({ message: 'trouble', fields: { part: 'election', error: String(error) } }),
    },
    signal,
  )
  await own
}

/** Controllers by the program that they are of in other clusters: its name stands at what they write. */
type Programs = Readonly<Record<string, readonly Controller[]>>

/** What runs once in a cluster. */
function leadersOf({ settled, certificates, server, scheduling }: ControlOptions): Programs {
  const { clock } = settled
  const controllers = createControllers({
    authority: () => certificates.current.trusted.join(''),
    signRequest: (pem, usages, durationMs) =>
      certificates.current.authority.signRequest(pem, {
        usages: usages as readonly KeyUsage[],
        nowMs: clock.now(),
        durationMs,
      }),
    signToken: server.signToken,
    quota: quotaRules,
    podRanges: [podRangeOf(settled.podCidr)],
  })
  return { 'kube-controller-manager': controllers, 'kube-scheduler': createScheduler(scheduling) }
}

async function run(
  programs: Programs,
  { settled: { clock, trace }, client, clientOf }: ControlOptions,
  signal: AbortSignal,
): Promise<void> {
  const clients = new Map<Controller, Client>()
  for (const [program, controllers] of Object.entries(programs)) {
    const own = clientOf(program)
    for (const controller of controllers) clients.set(controller, own)
  }
  const running = runControllers([...clients.keys()], {
    client,
    clientOf: (controller) => clients.get(controller) ?? client,
    clock,
    random: Math.random,
    trace,
  })
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await running.stop()
}
