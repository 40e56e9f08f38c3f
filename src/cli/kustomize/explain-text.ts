import type { FieldExplanation, FieldWriter, Position } from '#render'

/** Who wrote a field: the first one first, the last word marked. */
export function fieldText({ resource, path, value, writers }: FieldExplanation): string {
  const name = path === '' ? resource : `${resource} ${path}`
  const head = value === undefined ? `${name} was taken out` : `${name} = ${valueText(value)}`
  const width = Math.min(MAX_WIDTH, Math.max(0, ...writers.map((writer) => given(writer).length)))
  const lines = writers.map(
    (writer) => `${writer.isWinner ? '>' : ' '} ${given(writer).padEnd(width)}  ${originText(writer)}`,
  )
  return `${[head, '', ...lines].join('\n').trimEnd()}\n`
}

/** Every field with who had the last word, one a line. */
export function fieldsText(all: readonly FieldExplanation[]): string {
  const rows = all.map(({ path, value, writers }) => {
    const last = writers.at(-1)
    return [`${path} = ${valueText(value)}`, last === undefined ? '' : originText(last)] as const
  })
  const width = Math.min(MAX_WIDTH, Math.max(0, ...rows.map(([left]) => left.length)))
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`.trimEnd() + '\n').join('')
}

const MAX_WIDTH = 60

function given({ value }: FieldWriter): string {
  return value === undefined ? 'nothing (takes it out)' : valueText(value)
}

/** `overlay/patch.yaml:8:11  patch, patches[0] at overlay/kustomization.yaml:6:3`. */
function originText({ name, position, entry }: FieldWriter): string {
  const place = position ?? entry?.position
  if (place === undefined) return name
  const what = entry === undefined || entry.path === name ? name : `${name}, ${entry.path}`
  const asks = entry === undefined || entry.position.line === place.line || isNear(entry.position, place)
  return `${placeText(place)}  ${what}${asks ? '' : ` at ${placeText(entry.position)}`}`
}

/** A line in the entry itself needs no other place. */
function isNear(entry: Position, place: Position): boolean {
  return entry.file === place.file
}

function placeText({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`
}

const MAX_TEXT = 100

function valueText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text
}
