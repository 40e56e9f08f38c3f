import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { EditWorld, KustomizeEdits } from '#render'
import { localFiles } from '#source'
import type { Session } from '../../frame/session.ts'
import { globPaths } from './glob.ts'

/** The files around the kustomization file of the present folder; remarks go to stderr. */
export function localWorld(edits: KustomizeEdits, session: Session): EditWorld {
  const { cwd, stderr } = session
  return {
    glob: (pattern) => globPaths(pattern, cwd, edits),
    exists: (path) => existsSync(resolve(cwd, path)),
    list: (path) => listFolder(resolve(cwd, path)),
    read: (path) => readFileSync(resolve(cwd, path)),
    ...edits.editLoader(cwd, localFiles()),
    log: (line) => stderr.write(`${line}\n`),
  }
}

function listFolder(path: string): { name: string; isFolder: boolean }[] | undefined {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined
  const entries = readdirSync(path, { withFileTypes: true })
  const rows = entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
  return rows.sort((a, b) => (a.name < b.name ? -1 : 1))
}
