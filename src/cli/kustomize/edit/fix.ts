import { resolve } from 'node:path'
import { kustomizeEdits } from '#render'
import { globalFlags } from '../../flags/global.ts'
import { kustomizeFlags } from '../../flags/kustomize.ts'
import { parseFlags } from '../../frame/parse.ts'
import type { Session } from '../../frame/session.ts'
import { buildFromFlags } from '../build.ts'
import { findKustomization, replaceFile } from './file.ts'
import { localWorld } from './world.ts'

/** Replaces deprecated fields of the kustomization file, and says so if its build has changed with them. */
export async function fixFile(vars: boolean, session: Session): Promise<undefined> {
  const edits = await kustomizeEdits()
  const before = await tryBuild(session)
  const source = findKustomization(session)
  const { text, writes, notice } = edits.fixDeprecated(source, localWorld(edits, session), { vars })
  session.stdout.write(notice)
  for (const [path, content] of writes) replaceFile(resolve(session.cwd, path), content, session)
  replaceFile(source.file, text, session)
  const after = await tryBuild(session)
  if (after.problem !== undefined) {
    session.stdout.write(
      `Warning: 'Fixed' kustomization now produces the error when running \`kustomize build\`: ${after.problem}\n`,
    )
  } else if (after.text !== before.text) {
    session.stdout.write(
      `Warning: 'Fixed' kustomization now produces different output when running \`kustomize build\`:\n...${after.text}...\n`,
    )
  }
  return undefined
}

async function tryBuild(session: Session): Promise<{ readonly text: string; readonly problem?: string }> {
  try {
    const input = parseFlags({ ...globalFlags, ...kustomizeFlags }, [])
    return { text: (await buildFromFlags(session.cwd, input, session)).text }
  } catch (error) {
    return { text: '', problem: error instanceof Error ? error.message : String(error) }
  }
}
