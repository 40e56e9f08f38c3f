import type { Client } from '#client'
import { checkTarget, definitionsIn, type TargetOptions, withKinds } from '#release'
import type { Capabilities, Lookup } from '#render'
import type { Asking } from '../chart/deploy-flags.ts'
import type { GlobalInput } from '../chart/helm-environment.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { clusterCapabilities } from './capabilities.ts'
import { sessionClock } from './clock.ts'
import { linkCluster } from './connect.ts'
import { helmLog } from './helm-log.ts'
import { loggingErrors } from './logging-errors.ts'
import { renderWithLookups } from './lookup.ts'
import { openRecordless } from './world.ts'

/** A cluster that a render asks and does not change. */
export interface RenderCluster {
  /** What it can do; undefined where only templates ask it. */
  readonly capabilities: Capabilities | undefined
  /** Renders with answers to what templates look up, where that is asked for. */
  render<T>(once: (lookup?: Lookup) => Promise<T>): Promise<T>
  /** Refuses what an install would refuse before it writes. Throws ReleaseError. */
  check(manifest: string, target: RenderTarget): Promise<void>
  /** Tells that a chart holds definitions, which a dry run does not install. */
  tellDefinitions(): void
  close(): void
}

/** A release that a render is meant for. */
export interface RenderTarget extends TargetOptions {
  /** Its manifest may hold definitions beside objects of their kinds; charts have `crds/` for that. */
  readonly bringsKinds?: boolean
}

/** What is asked of a cluster, and on which command line. */
export interface ClusterWish {
  readonly flags: GlobalInput
  readonly asking: Asking
  readonly session: Session
}

/** Opens the cluster of a command line; where only templates ask, not before they do. Throws as `openWorld` does. */
export async function openRenderCluster({ flags, asking, session }: ClusterWish): Promise<RenderCluster> {
  if (!asking.checks) return lookupsAlone(flags, session)
  const checkText = CHECK[flags.compat]
  const world = await loggingErrors(flags, session, () => openRecordless(flags, session, { checkText }))
  const { client } = world
  return {
    capabilities: await clusterCapabilities(client),
    render: (once) => (asking.lookups ? renderWithLookups(async () => client, once) : once()),
    check: (manifest, { bringsKinds = false, ...target }) =>
      checkTarget(bringsKinds ? withKinds(world, definitionsIn(manifest)) : world, manifest, target),
    tellDefinitions: () => {
      if (session.persona === 'berth') session.stderr.write(`warning: ${DEFINITIONS}\n`)
      else helmLog(flags, session).warn(DEFINITIONS)
    },
    close: () => client.transport.close(),
  }
}

/** What Helm says before a cluster that gives no answer. */
const CHECK = { helm3: '', helm4: 'cluster reachability check failed: ' } as const
const DEFINITIONS = 'This chart or one of its subcharts contains CRDs. Rendering may fail or contain inaccuracies.'
const ADVICE = 'Use --debug flag to render out invalid YAML'

function lookupsAlone(flags: GlobalInput, session: Session): RenderCluster {
  let opened: Client | undefined
  const open = async (): Promise<Client> => {
    opened = (await linkCluster(flags, session, { clock: sessionClock(session) }).catch(asHelm3(session))).client
    return opened
  }
  return {
    capabilities: undefined,
    render: (once) => renderWithLookups(open, once),
    check: async () => undefined,
    tellDefinitions: () => undefined,
    close: () => opened?.transport.close(),
  }
}

/** Helm 3 finds that out where it renders. */
function asHelm3({ persona }: Session): (error: unknown) => never {
  return (error) => {
    if (persona === 'helm' && error instanceof CliError)
      error.message = `${error.message.replace('Kubernetes cluster unreachable: ', '')}\n\n${ADVICE}`
    throw error
  }
}
