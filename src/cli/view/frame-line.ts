import type { LineOrigin, Origin, ValueUse } from '#render'
import type { Chart } from '#source'
import { codeFrame } from './frame.ts'
import { chartText } from './frame-file.ts'

/** What an explained line is shown with. */
export interface LineView {
  readonly chart: Chart
  /** `rendered.yaml:12`. */
  readonly place: string
  /** What the reader should know first: the file is stale. */
  readonly note: string | undefined
}

/** Where a rendered line comes from, for people. */
export function lineText(origin: LineOrigin, { chart, place, note }: LineView): string {
  const { file, line, column } = origin.position
  const blocks = [`${place}\n\n    ${origin.text.trim()}\n`]
  if (note !== undefined) blocks.push(`note: ${note}\n`)
  blocks.push('written by')
  const text = chartText(chart, file)
  const frame = text === undefined ? [] : codeFrame({ file, text, line, column })
  blocks.push(...(frame.length > 0 ? frame : [`  ${file}:${line}:${column}`]))
  if (origin.calls.length > 0) blocks.push('', 'called from', ...origin.calls.map(callText))
  const parts = partTexts(origin)
  if (parts.length > 0) blocks.push('', 'with text from', ...parts)
  if (origin.values.length > 0) blocks.push('', 'values', ...origin.values.flatMap(useTexts))
  return `${blocks.join('\n')}\n`
}

function callText({ template, at }: LineOrigin['calls'][number], index: number): string {
  return `  ${'  '.repeat(index)}${at.file}:${at.line}:${at.column}  → ${template}`
}

function partTexts(origin: LineOrigin): string[] {
  const texts = origin.parts
    .filter(({ position }) => position.file !== origin.position.file || position.line !== origin.position.line)
    .map(({ position, calls }) => {
      const via = calls.length === 0 ? '' : `  (${calls.map(({ template }) => template).join(' → ')})`
      return `  ${position.file}:${position.line}:${position.column}${via}`
    })
  return [...new Set(texts)]
}

function useTexts({ path, localPath, value, origin }: ValueUse): string[] {
  const local = localPath === undefined ? '' : `  (.Values.${localPath} in its chart)`
  const from = origin === undefined ? '' : `\n      from ${originText(origin)}`
  return [`  ${path} = ${valueText(value)}${local}${from}`]
}

/** A writer with what kind of source it is. */
export function originText(origin: Origin): string {
  return `${origin.text}${KINDS[origin.kind]}`
}

const KINDS: Readonly<Record<Origin['kind'], string>> = {
  default: '  chart default',
  parent: '  parent chart',
  import: '',
  global: '',
  from: '',
  file: '  values file',
  flag: '  flag',
}

/** A value on one short line. */
export function valueText(value: unknown): string {
  const text = JSON.stringify(plainValue(value)) ?? 'nothing'
  return text.length > 100 ? `${text.slice(0, 99)}…` : text
}

/** A value of templates as JSON has it. */
export function plainValue(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, plainValue(inner)]))
  if (Array.isArray(value)) return value.map(plainValue)
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'object' || value === null) return value
  if ('value' in value && (typeof value.value === 'bigint' || typeof value.value === 'number'))
    return Number(value.value)
  return undefined
}
