import { type Cause, stepsOf } from '#plan'
import type { ExplainField } from '#release'
import { explainKustomization, type FieldExplanation } from '#render'
import type { Session } from '../frame/session.ts'
import { planBuild } from '../kustomize/build.ts'
import type { KustomizeInput } from '../kustomize/input.ts'
import { shownPath } from '../view/kustomize-error.ts'

/** Says which line of a kustomization's files wrote a field. It is built once more for each object that is asked about. */
export function explainOverlay(path: string, input: KustomizeInput, session: Session): ExplainField {
  const known = new Map<string, Promise<readonly FieldExplanation[]>>()
  const fieldsOf = async (query: string): Promise<readonly FieldExplanation[]> => {
    const { options, fetchers } = await planBuild(input, session)
    return (await explainKustomization({ path, query }, options, fetchers)).fields
  }
  return async ({ kind, name, path: field }) => {
    if (field === '') return undefined
    const query = `${kind}/${name}`
    const fields = known.get(query) ?? fieldsOf(query)
    known.set(query, fields)
    const wanted = dotted(field)
    const found = (await fields).find((one) => one.path === wanted || isBelow(one.path, wanted))
    return found && causeOf(found, session)
  }
}

/** As kustomizations name fields: `spec.containers[name=web].image`. */
function dotted(path: string): string {
  return stepsOf(path)
    .map((step) => (step.startsWith('[') ? step : /^\d+$/.test(step) ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')
}

function isBelow(path: string, wanted: string): boolean {
  return path.startsWith(`${wanted}.`) || path.startsWith(`${wanted}[`)
}

function causeOf({ writers }: FieldExplanation, session: Session): Cause | undefined {
  const writer = writers.find(({ isWinner }) => isWinner) ?? writers.at(-1)
  const place = writer?.position ?? writer?.entry?.position
  if (writer === undefined || place === undefined) return undefined
  const by = writer.entry === undefined ? writer.name : `${writer.name} (${writer.entry.path})`
  return { kind: 'template', file: shownPath(place.file, session), line: place.line, values: [by] }
}
