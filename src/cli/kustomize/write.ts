import { statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type KustomizeBuild, kustomizationFiles } from '#render'
import type { Session } from '../frame/session.ts'

/** Writes a build to a file, or each of its objects into a folder that is there. */
export async function writeBuild(built: KustomizeBuild, output: string, session: Session): Promise<void> {
  const path = resolve(session.cwd, output)
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    writeFileSync(path, built.text)
    return
  }
  // a name such as ../x in an object must not lead out of the folder
  for (const [name, text] of await kustomizationFiles(built)) writeFileSync(join(path, name.replaceAll('/', '_')), text)
}
