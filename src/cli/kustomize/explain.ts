import { explainKustomization, type FieldExplanation, type FieldWriter } from '#render'
import type { Outcome } from '../frame/command.ts'
import type { Session } from '../frame/session.ts'
import { shownPath } from '../view/kustomize-error.ts'
import { planBuild } from './build.ts'
import { fieldsText, fieldText } from './explain-text.ts'
import type { KustomizeInput } from './input.ts'

/** `kustomize build --explain KIND/NAME:PATH`: who wrote a field, in order; `KIND/NAME` lists all fields. Throws `KustomizeError`. */
export async function explainFromFlags(path: string, input: KustomizeInput, session: Session): Promise<Outcome> {
  const { options, fetchers } = await planBuild(input, session)
  const query = input.flags.explain ?? ''
  const { isWhole, fields } = await explainKustomization({ path, query }, options, fetchers)
  const shown = fields.map((field) => shownField(field, session))
  const [first] = shown
  if (isWhole || first === undefined) return { text: fieldsText(shown), data: shown }
  return { text: fieldText(first), data: first }
}

function shownField(field: FieldExplanation, session: Session): FieldExplanation {
  return { ...field, writers: field.writers.map((writer) => shownWriter(writer, session)) }
}

function shownWriter(writer: FieldWriter, session: Session): FieldWriter {
  const { position, entry } = writer
  const shown = <P extends { readonly file: string }>(place: P): P => ({
    ...place,
    file: shownPath(place.file, session),
  })
  return {
    ...writer,
    position: position && shown(position),
    entry: entry && { ...entry, position: shown(entry.position) },
  }
}
