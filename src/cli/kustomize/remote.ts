import { join } from 'node:path'
import type { ChartPull, Fetchers } from '#render'
import { type OverlayFiles, RemoteFiles, SourceError } from '#source'
import type { Session } from '../frame/session.ts'
import type { KustomizeInput } from './input.ts'

/** The files of a build, and what fetches those that are not on this machine. */
export function remoteFetchers(
  input: KustomizeInput,
  session: Session,
): { readonly files: OverlayFiles; readonly fetchers: Fetchers } {
  const files = new RemoteFiles({
    cacheFolder: cacheFolder(session),
    environment: session.environment,
    signal: session.signal,
    fetchUrl: async (url) => fetchFile(url, input, session),
    onWarning: (line) => session.stderr.write(`${line}\n`),
  })
  const pull = async (chart: ChartPull): Promise<void> => {
    const { pullChart } = await import('./pull.ts')
    await pullChart(chart, input, session)
  }
  return { files, fetchers: { fetch: (needs) => files.fetch(needs), pull } }
}

function cacheFolder({ environment, home }: Session): string {
  return join(environment['XDG_CACHE_HOME'] || join(home, '.cache'), 'berth', 'git')
}

async function fetchFile(url: string, { flags }: KustomizeInput, session: Session): Promise<Uint8Array> {
  const { fetchBytes } = await import('../chart/remote.ts')
  try {
    return await fetchBytes(url, { ...flags, ...NO_TLS_FILES }, session)
  } catch (error) {
    const status = /^failed to fetch .* : (\d+) /.exec((error as Error).message)?.[1]
    if (status === undefined) throw error
    const { STATUS_CODES } = await import('node:http')
    throw new SourceError('io', `HTTP Error: status code ${status} (${STATUS_CODES[status] ?? ''})`, { cause: error })
  }
}

const NO_TLS_FILES = { 'ca-file': undefined, 'cert-file': undefined, 'key-file': undefined } as const
