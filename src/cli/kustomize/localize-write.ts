import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LocalizedCopy } from '#render'
import type { Session } from '../frame/session.ts'

/** Writes a copy beside its place and renames it: it is there as a whole, or not at all. */
export function writeCopy({ destination, folders, files }: LocalizedCopy, session: Session): void {
  const draft = `${destination}.${Buffer.from(session.randomBytes(6)).toString('hex')}.tmp`
  mkdirSync(draft)
  try {
    for (const folder of folders) mkdirSync(join(draft, folder), { recursive: true })
    for (const [path, content] of files) writeFileSync(join(draft, path), content, { flag: 'wx' })
    renameSync(draft, destination)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
}
