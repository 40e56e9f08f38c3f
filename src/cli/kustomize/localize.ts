import { join } from 'node:path'
import { type LocalizedCopy, localizeKustomization } from '#render'
import { globalFlags } from '../flags/global.ts'
import { kustomizeFlags } from '../flags/kustomize.ts'
import { CliError } from '../frame/error.ts'
import { parseFlags } from '../frame/parse.ts'
import type { Session } from '../frame/session.ts'
import { buildFromFlags } from './build.ts'
import { listFolder } from './localize-list.ts'
import { writeCopy } from './localize-write.ts'
import { remoteFetchers } from './remote.ts'

/** The command line of `kustomize localize`. */
export interface LocalizeWish {
  readonly target: string
  readonly destination: string
  readonly scope: string
  /** Whether both are built and compared. */
  readonly verifies: boolean
}

/** Makes and writes the copy that the command line asks for, and compares what both build. Throws `KustomizeError`, `CliError`. */
export async function localizeFromFlags(
  wish: LocalizeWish,
  session: Session,
): Promise<{ readonly destination: string; readonly files: readonly string[] }> {
  const { target, destination, scope } = wish
  const log = (line: string): void => session.stderr.write(`${line}\n`)
  const { files, fetchers } = remoteFetchers(plainInput(), session)
  const copy = await localizeKustomization({ files, list: listFolder, target, scope, destination, log }, fetchers)
  writeCopy(copy, session)
  if (wish.verifies) await verify(target, copy, session)
  log(`SUCCESS: localized ${JSON.stringify(target)} to directory ${copy.destination}`)
  return { destination: copy.destination, files: [...copy.files.keys()].sort() }
}

function plainInput(): ReturnType<typeof parseFlags<typeof globalFlags & typeof kustomizeFlags>> {
  return parseFlags({ ...globalFlags, ...kustomizeFlags }, [])
}

async function verify(target: string, copy: LocalizedCopy, session: Session): Promise<void> {
  const { destination } = copy
  const original = await build(target, session)
  const localized = await build(join(destination, copy.target), session)
  const about = `\`kustomize build\` for ${target} and ${destination} are`
  if (localized !== original) {
    const hint = `${firstDifference(original, localized)}; the copy is kept`
    throw new CliError('input', `VERIFICATION FAILED: ${about} different after localization.`, { hint })
  }
  session.stderr.write(`VERIFICATION SUCCESS: ${about} the same after localization.\n`)
}

async function build(folder: string, session: Session): Promise<string> {
  try {
    return (await buildFromFlags(folder, plainInput(), session)).text
  } catch (error) {
    session.stderr.write(
      `If your target directory requires flags to build: \n1. Add executable permissions for the downloaded exec binaries in '${folder}'. \n2. Run kustomize build with the necessary flags and self-verify the outputs.\n`,
    )
    throw error
  }
}

function firstDifference(original: string, localized: string): string {
  const [before, after] = [original.split('\n'), localized.split('\n')]
  const at = before.findIndex((line, index) => line !== after[index])
  const line = at < 0 ? before.length : at
  return `line ${line + 1} is ${JSON.stringify(before[line] ?? '')}, and in the copy ${JSON.stringify(after[line] ?? '')}`
}
