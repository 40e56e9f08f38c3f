import { type HelmRendered, type HelmRenderOptions, renderHelm } from '#render'
import type { Chart } from '#source'
import type { deployFlags } from '../flags/deploy.ts'
import type { globalFlags } from '../flags/global.ts'
import type { renderFlags } from '../flags/render.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { chooseCapabilities } from './capabilities.ts'
import { resolveHost, templateEnvironment } from './environment.ts'
import { loadNamedChart } from './load.ts'
import { chooseName } from './release-name.ts'
import { readLayers, readLocalText } from './values.ts'

/** The command line of `template` and of everything that renders as it does. */
export type RenderInput = Input<typeof globalFlags & typeof deployFlags & typeof renderFlags>

/** What a render starts from. */
export interface RenderPlan {
  readonly chart: Chart
  readonly options: HelmRenderOptions
}

/** Loads the chart and gathers what the flags say about its render; nothing is rendered yet. */
export async function planRender(input: RenderInput, session: Session): Promise<RenderPlan> {
  const { flags, args } = input
  const name = { args, generate: flags['generate-name'], template: flags['name-template'], fallback: 'release-name' }
  const release = await chooseName(name, session)
  const chart = await loadNamedChart(release.chart, flags, session)
  const namespace = flags.namespace ?? session.environment['HELM_NAMESPACE'] ?? 'default'
  const options: HelmRenderOptions = {
    release: { name: release.name, namespace, isUpgrade: flags['is-upgrade'] },
    environment: templateEnvironment(session),
    compat: flags.compat,
    capabilities: chooseCapabilities(flags, flags.compat),
    layers: await readLayers(flags, flags.compat, session),
    readFile: readLocalText,
    includeCrds: flags['include-crds'],
    skipTests: flags['skip-tests'],
    noHooks: flags['no-hooks'],
    skipSchemaValidation: flags['skip-schema-validation'],
    showOnly: flags['show-only'],
    subchartNotes: flags['render-subchart-notes'],
    strict: flags.strict,
    ...(flags.lookups && { lookup: (await import('./lookups.ts')).recordedLookups(flags.lookups) }),
    ...(flags['enable-dns'] && { resolveHost }),
  }
  return { chart, options }
}

/** Renders what the flags name and prints the warnings on stderr. */
export async function renderFromFlags(input: RenderInput, session: Session): Promise<HelmRendered> {
  const { chart, options } = await planRender(input, session)
  const filter = await chooseFilter(input, session)
  const rendered = await renderHelm(chart, options, filter)
  for (const warning of rendered.warnings) session.stderr.write(`${warning}\n`)
  return rendered
}

async function chooseFilter(
  { flags }: RenderInput,
  session: Session,
): Promise<((text: string) => Promise<string>) | undefined> {
  const program = flags['post-renderer']
  if (program === undefined) return undefined
  const [{ postRenderer }, { helmEnvironmentOf }] = await Promise.all([
    import('./post-renderer.ts'),
    import('./helm-environment.ts'),
  ])
  return postRenderer(program, flags['post-renderer-args'], { places: helmEnvironmentOf(flags, session), session })
}
