import { type EditRequest, type KustomizationText, kustomizeEdits } from '#render'
import { type Command, defineCommand } from '../frame/command.ts'
import type { Session } from '../frame/session.ts'
import { findKustomization, replaceFile } from '../kustomize/edit/file.ts'
import { fixFile } from '../kustomize/edit/fix.ts'
import { editForms } from '../kustomize/edit/flags.ts'
import { editSummaries } from '../kustomize/edit/words.ts'
import { localWorld } from '../kustomize/edit/world.ts'

/** The command of the words behind `kustomize edit`. */
export function editCommand(words: string): Command {
  const { args = [], flags = {}, examples = [] } = editForms[words] ?? {}
  return defineCommand({
    name: `kustomize edit ${words}`,
    summary: editSummaries[words] ?? '',
    examples,
    args,
    flags,
    run: async (input, session) =>
      words === 'fix' ? fixFile((input as EditRequest).flags['vars'] === true, session) : edit(words, input, session),
  })
}

async function edit(words: string, request: EditRequest, session: Session): Promise<undefined> {
  const edits = await kustomizeEdits()
  const task = edits.editOperations[words]?.(request, localWorld(edits, session))
  if (task === undefined) return undefined
  const find = (): KustomizationText => findKustomization(session)
  const source = task.context === undefined ? find() : edits.within(task.context.find, find)
  const text = edits.editKustomization(source, task)
  if (text !== undefined) replaceFile(source.file, text, session)
  return undefined
}
