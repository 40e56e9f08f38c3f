import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type KustomizationText, KustomizeError } from '#render'
import type { Session } from '../../frame/session.ts'

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/** The kustomization file of the present folder. Throws `no-kustomization` where there is none, or more than one. */
export function findKustomization(session: Session): KustomizationText {
  const { cwd } = session
  const found = NAMES.filter((name) => existsSync(join(cwd, name)))
  const [name] = found
  if (name === undefined) throw noFile("Missing kustomization file 'kustomization.yaml'.\n")
  if (found.length > 1) throw noFile(`Found multiple kustomization file: [${found.join(' ')}]\n`)
  const file = join(cwd, name)
  if (statSync(file).isDirectory()) throw noFile(`${name} should be a file`)
  return { text: readFileSync(file, 'utf8'), file, folder: cwd }
}

/** Writes beside the file and renames, so that no reader sees half of it; a file that is there keeps its mode. */
export function replaceFile(path: string, text: string, session: Session): void {
  const draft = `${path}.${Buffer.from(session.randomBytes(6)).toString('hex')}.tmp`
  try {
    writeFileSync(draft, text, { flag: 'wx', mode: statSync(path, { throwIfNoEntry: false })?.mode ?? 0o666 })
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

function noFile(message: string): KustomizeError {
  return new KustomizeError({ code: 'no-kustomization', message })
}
