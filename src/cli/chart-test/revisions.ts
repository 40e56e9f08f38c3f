import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Session } from '../frame/session.ts'
import { commitOf, runGit } from './git.ts'
import { isChart } from './named-charts.ts'

/** Folders as they were in revisions of git. */
export interface Revisions {
  /** A copy of a chart's folder at a revision; undefined when there was no chart. Throws CliError `input`. */
  chartAt(revision: string, folder: string): Promise<string | undefined>
  remove(): void
}

/** Work trees of git in folders of their own: neither the user's work tree nor its index is touched. */
export function openRevisions(session: Session): Revisions {
  const trees = new Map<string, Promise<string>>()
  const parents: string[] = []
  const write = async (top: string, commit: string): Promise<string> => {
    const parent = mkdtempSync(join(tmpdir(), 'berth-chart-test-'))
    parents.push(parent)
    const place = { folder: top, session, indexFile: join(parent, 'index') }
    await runGit(['read-tree', commit], place)
    await runGit(['checkout-index', '--all', '--quiet', `--prefix=${join(parent, 'tree')}/`], place)
    return join(parent, 'tree')
  }
  return {
    chartAt: async (revision, folder) => {
      const place = { folder, session }
      const commit = await commitOf(revision, place)
      const [top = '', prefix = ''] = (await runGit(['rev-parse', '--show-toplevel', '--show-prefix'], place)).split(
        '\n',
      )
      const key = `${top}\n${commit}`
      const tree = trees.get(key) ?? write(top, commit)
      trees.set(key, tree)
      const found = join(await tree, prefix)
      return isChart(found) ? found : undefined
    },
    remove: () => {
      for (const parent of parents) rmSync(parent, { recursive: true, force: true })
    },
  }
}
