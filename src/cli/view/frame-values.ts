import type { ValueExplanation } from '#render'
import { originText, plainValue, valueText } from './frame-line.ts'

/** Who wrote a value: lowest precedence first, the last word marked. */
export function explanationText({ path, value, writers }: ValueExplanation): string {
  const head = value === undefined ? `${path} has no value` : `${path} = ${valueText(value)}`
  const width = Math.max(0, ...writers.map((origin) => given(origin).length))
  const lines = writers.map(
    (origin) => `${origin.isWinner ? '>' : ' '} ${given(origin).padEnd(width)}  ${originText(origin)}`,
  )
  return `${[head, '', ...lines].join('\n').trimEnd()}\n`
}

function given({ value, deletes }: ValueExplanation['writers'][number]): string {
  return deletes === undefined ? valueText(value) : `null (deletes ${deletes})`
}

/** Every value with where it comes from, one a line. */
export function valuesText(all: readonly ValueExplanation[]): string {
  const rows = all.map(({ path, value, writers }) => {
    const [winner] = writers
    return [`${path} = ${valueText(value)}`, winner === undefined ? '' : originText(winner)] as const
  })
  const width = Math.min(60, Math.max(0, ...rows.map(([left]) => left.length)))
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`.trimEnd() + '\n').join('')
}

/** An explanation as JSON. */
export function explanationData(explanation: ValueExplanation): unknown {
  const writers = explanation.writers.map((origin) => ({ ...origin, value: plainValue(origin.value) }))
  return { path: explanation.path, value: plainValue(explanation.value), writers }
}
