import type { RemoteNeeds } from '#source'
import { KustomizeError } from '../error.ts'
import type { ChartPull, ChartRequest } from '../generators/chart.ts'
import { ChartMissing, ChartsUnrendered, RemoteMissing } from '../load/missing.ts'
import type { BuildOptions } from './options.ts'
import { type KustomizeBuild, renderKustomize } from './render.ts'

/** What gets for a build what is not on this machine. */
export interface Fetchers {
  /** Fetches repositories and files, all at once; what fails is for the build to find. */
  readonly fetch?: ((needs: RemoteNeeds) => Promise<void>) | undefined
  /** Puts a chart below its home. Throws an error whose message is shown. */
  readonly pull?: ((chart: ChartPull) => Promise<void>) | undefined
  /** Renders charts; what fails is for the build to find. */
  readonly render?: ((requests: readonly ChartRequest[]) => Promise<void>) | undefined
}

/** Folders with charts, and bases in bases: more turns than any overlay needs. */
const MAX_TURNS = 1000

/**
 * Builds the kustomization of a folder or repository. Where something remote is missing, all that is known to be needed
 * is fetched and the build is run again. Lines for stderr are given once, by the last run. Throws `KustomizeError`.
 */
export async function driveBuild(
  path: string,
  options: BuildOptions,
  fetchers: Fetchers = {},
): Promise<KustomizeBuild> {
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const lines: (() => void)[] = []
    const { warn, log } = options
    const held: BuildOptions = {
      ...options,
      warn: (line) => lines.push(() => warn?.(line)),
      log: (line) => lines.push(() => log?.(line)),
    }
    try {
      const built = renderKustomize(path, held)
      tell(lines)
      return built
    } catch (error) {
      if (await supply(error, { path, options, fetchers })) continue
      tell(lines)
      throw error
    }
  }
  throw new KustomizeError({
    code: 'limit',
    message: `${path}: fetched and rendered ${MAX_TURNS} times – expected fewer bases within bases`,
  })
}

function tell(lines: readonly (() => void)[]): void {
  for (const line of lines) line()
}

interface Turn {
  readonly path: string
  readonly options: BuildOptions
  readonly fetchers: Fetchers
}

/** Gets what a build stopped for; false where it stopped for something else. */
async function supply(error: unknown, { path, options, fetchers }: Turn): Promise<boolean> {
  if (error instanceof ChartMissing) {
    if (fetchers.pull === undefined) throw notFetched(`chart ${error.pull.name}`)
    await fetchers.pull(error.pull)
    return true
  }
  if (error instanceof ChartsUnrendered && fetchers.render !== undefined) {
    await fetchers.render(error.requests)
    return true
  }
  if (!(error instanceof RemoteMissing)) return false
  const { needs } = error
  const [first = needs.downloads[0] ?? ''] = needs.repositories.map(({ url }) => url)
  if (fetchers.fetch === undefined) throw notFetched(first)
  const { surveyRemotes } = await import('./survey.ts')
  const more = surveyRemotes(path, options)
  await fetchers.fetch({
    repositories: [...needs.repositories, ...more.repositories],
    downloads: [...needs.downloads, ...more.downloads],
  })
  return true
}

function notFetched(what: string): KustomizeError {
  return new KustomizeError({ code: 'remote', message: `${what} is not on this machine`, hint: 'allow the network' })
}
