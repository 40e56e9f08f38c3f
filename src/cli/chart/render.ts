import { resolve } from 'node:path'
import { type HelmRendered, type HelmRenderOptions, renderHelm } from '#render'
import type { Chart } from '#source'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { after } from './after.ts'
import { chooseCapabilities } from './capabilities.ts'
import { askingOf, checkServerSide, checkWait } from './deploy-flags.ts'
import { resolveHost, templateEnvironment } from './environment.ts'
import type { GlobalInput } from './helm-environment.ts'
import { renderBudget } from './limits.ts'
import { loadCompleteChart } from './load-complete.ts'
import { isDebug, logLine } from './log.ts'
import type { RecordedLookups } from './lookups.ts'
import { chooseName } from './release-name.ts'
import type { RenderInput, RenderPlan } from './render-input.ts'
import { readLayers, readLocalText } from './values.ts'
import { targetOf, tellingDefinitions, withCluster, withLookup } from './with-cluster.ts'

/** Loads the chart and gathers what the flags say about its render; nothing is rendered yet. */
export async function planRender(input: RenderInput, session: Session): Promise<RenderPlan> {
  const { flags, args } = input
  const asking = askingOf(input, session)
  checkWait(flags)
  checkServerSide(flags)
  const name = { args, generate: flags['generate-name'], template: flags['name-template'], fallback: 'release-name' }
  const release = await chooseName(name, session)
  const chart = await loadCompleteChart(release.chart, flags, session)
  if (isDebug(flags, session)) tellChart(chart, flags, session)
  const { contextNamespace } = await import('../release/context-namespace.ts')
  const namespace = await contextNamespace(flags, session)
  const recorded = flags.lookups ? (await import('./lookups.ts')).recordedLookups(flags.lookups) : undefined
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
    after,
    budget: renderBudget(flags.limits, session),
    ...(recorded && { lookup: recorded.lookup }),
    ...(flags['enable-dns'] && { resolveHost }),
  }
  return { chart, options, ...(recorded && { recorded }), ...((asking.checks || asking.lookups) && { asking }) }
}

/** What Helm 4 logs with `--debug`. */
function tellChart(
  { metadata, origin }: Chart,
  { version = '', compat }: RenderInput['flags'],
  session: Session,
): void {
  if (compat !== 'helm4') return
  const lines = [
    logLine('DEBUG', 'Original chart version', { version }),
    logLine('DEBUG', 'Chart path', { path: resolve(session.cwd, origin) }),
    logLine('DEBUG', 'number of dependencies in the chart', {
      chart: metadata.name,
      dependencies: metadata.dependencies?.length ?? 0,
    }),
  ]
  session.stderr.write(lines.join(''))
}

/** Renders what the flags name, asks the cluster what they say, and prints the warnings on stderr. */
export async function renderFromFlags(input: RenderInput, session: Session): Promise<HelmRendered & RenderPlan> {
  const filter = await chooseFilter(input.flags, session)
  const plan = await planRender(input, session)
  const { chart } = plan
  try {
    const rendered = await withCluster(plan, { input, session }, async (options, cluster) => {
      const made = await tellingDefinitions(chart, { input, cluster }, () =>
        cluster.render((lookup) => renderHelm(chart, withLookup(options, lookup), filter)),
      )
      // what goes into files, Helm does not look at
      const isChecked = input.flags['output-dir'] === undefined || session.persona === 'berth'
      if (isChecked) await cluster.check(made.releaseManifest.text, targetOf(options.release.name, input))
      return made
    })
    for (const warning of rendered.warnings) session.stderr.write(`${warning}\n`)
    return { ...rendered, ...plan }
  } catch (error) {
    if (session.persona === 'berth') await (await import('../view/frame-error.ts')).addFrames(error, plan)
    throw (await import('./render-failure.ts')).tellFailure(error, input, session)
  } finally {
    if (plan.recorded) await tellMissed(plan.recorded, input, session)
  }
}

async function tellMissed(recorded: RecordedLookups, { flags }: RenderInput, session: Session): Promise<void> {
  const { missedText } = await import('./lookups.ts')
  session.stderr.write(missedText(flags.lookups ?? '', recorded) ?? '')
}

/** The program that edits manifests. An empty one is none; of several Helm 3 takes the last, and Helm 4 takes no second one. */
function programOf({ compat, 'post-renderer': given }: FilterFlags): string | undefined {
  const [first, second, ...more] = given.filter((program) => program !== '')
  if (compat === 'helm3' || second === undefined) return more.at(-1) ?? second ?? first
  const reason = 'cannot specify --post-renderer flag more than once'
  throw new CliError('usage', `invalid argument ${JSON.stringify(second)} for "--post-renderer" flag: ${reason}`)
}

/** The flags that name a post-renderer. */
export type FilterFlags = GlobalInput &
  Pick<RenderInput['flags'], 'post-renderer' | 'post-renderer-args'> & {
    /** A filter that is no program: a stack's patches. It comes before the post-renderer. */
    readonly filter?: ((text: string) => Promise<string>) | undefined
  }

/** The filter that `--post-renderer` names; undefined when there is none. Throws `input` when it does not exist. */
export async function chooseFilter(
  flags: FilterFlags,
  session: Session,
): Promise<((text: string) => Promise<string>) | undefined> {
  const program = programOf(flags)
  const { filter: first } = flags
  if (!program) return first
  const { postRenderer } = await import('./post-renderer.ts')
  const kinds = session.persona === 'berth' ? 'both' : flags.compat === 'helm4' ? 'plugins' : 'programs'
  const last = postRenderer(program, flags['post-renderer-args'], { places: { flags, kinds }, session })
  return first === undefined ? last : async (text) => last(await first(text))
}
