import { type HelmRendered, type HelmRenderOptions, type Lookup, mergeLayers, RenderError } from '#render'
import type { Chart } from '#source'
import type { Session } from '../frame/session.ts'
import type { RenderCluster, RenderTarget } from '../release/render-cluster.ts'
import type { RenderInput, RenderPlan } from './render-input.ts'
import { readLocalText } from './values.ts'

/** The command line of a render. */
export interface RenderPlace {
  readonly input: Pick<RenderInput, 'flags' | 'given'>
  readonly session: Session
}

/**
 * Runs `act` with the cluster that a plan asks, and with the plan's options as that cluster changes them; without `asking`
 * nothing is asked and nothing is changed. Throws what opening the cluster throws.
 */
export async function withCluster<T>(
  { options, asking }: RenderPlan,
  { input: { flags, given }, session }: RenderPlace,
  act: (options: HelmRenderOptions, cluster: RenderCluster) => Promise<T>,
): Promise<T> {
  if (asking === undefined) return act(options, NOBODY)
  // what is wrong with values is told before any cluster is asked
  mergeLayers(options.layers ?? [], { compat: flags.compat, readFile: readLocalText })
  const { openRenderCluster } = await import('../release/render-cluster.ts')
  const cluster = await openRenderCluster({ flags, asking, session })
  try {
    const { capabilities } = cluster
    if (capabilities === undefined) return await act(options, cluster)
    for (const name of ['kube-version', 'api-versions'].filter((name) => given.has(name)))
      if (session.persona === 'berth')
        session.stderr.write(`warning: --${name} is left out: the cluster says its own\n`)
    return await act({ ...options, capabilities }, cluster)
  } finally {
    cluster.close()
  }
}

const NOBODY: RenderCluster = {
  capabilities: undefined,
  render: (once) => once(),
  check: async () => undefined,
  tellDefinitions: () => undefined,
  close: () => undefined,
}

/** The options with a cluster's answers; recorded ones come first. */
export function withLookup(options: HelmRenderOptions, lookup: Lookup | undefined): HelmRenderOptions {
  return lookup === undefined || options.lookup !== undefined ? options : { ...options, lookup }
}

/** Who an install of what is rendered would be. */
export function targetOf(name: string, { flags }: Pick<RenderInput, 'flags'>): RenderTarget {
  return {
    name,
    compat: flags.compat,
    takesOwnership: flags['take-ownership'],
    isUpgrade: flags['is-upgrade'],
  }
}

/** Renders; where a cluster is asked, definitions that an install would bring are told of, also when nothing comes of it. */
export async function tellingDefinitions(
  chart: Chart,
  { input, cluster }: { readonly input: Pick<RenderInput, 'flags'>; readonly cluster: RenderCluster },
  render: () => Promise<HelmRendered>,
): Promise<HelmRendered> {
  const tell = (isHeld: boolean): void => {
    if (isHeld && !input.flags['skip-crds']) cluster.tellDefinitions()
  }
  try {
    const rendered = await render()
    tell(rendered.crds.length > 0)
    return rendered
  } catch (error) {
    tell(error instanceof RenderError && error.code !== 'release-name' && holdsDefinitions(chart))
    throw error
  }
}

function holdsDefinitions({ files, dependencies }: Chart): boolean {
  return files.some(({ name }) => /^crds\/.*\.(?:ya?ml|json)$/.test(name)) || dependencies.some(holdsDefinitions)
}
