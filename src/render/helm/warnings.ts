import { quoteGo } from '#template'
import type { Compat } from './options.ts'

/** A remark in the words of both levels: Helm 3 logs a text with its source line, Helm 4 a message with attributes. */
export interface Remark {
  /** `coalesce.go:237` of 3.17.2. */
  readonly place3: string
  readonly text3: string
  readonly level4: 'INFO' | 'WARN' | 'ERROR'
  readonly text4: string
  readonly attributes4?: readonly (readonly [name: string, value: string])[]
}

/** Collects what Helm prints on stderr while it renders. */
export interface Warnings {
  readonly compat: Compat
  readonly lines: string[]
  add(remark: Remark): void
  /** A text that Helm 3 logs, and Helm 4 logs unchanged at level INFO. */
  log(place3: string, text: string): void
}

/** An empty collection for one render. */
export function createWarnings(compat: Compat): Warnings {
  const lines: string[] = []
  const add = (remark: Remark): void => {
    lines.push(compat === 'helm3' ? `${remark.place3}: ${remark.text3}` : structured(remark))
  }
  const log = (place3: string, text: string): void => {
    add({ place3, text3: text, level4: 'INFO', text4: text })
  }
  return { compat, lines, add, log }
}

/** One line of Go's `slog` text handler, without time. */
export function structured(remark: Pick<Remark, 'level4' | 'text4' | 'attributes4'>): string {
  const attributes = (remark.attributes4 ?? []).map(([name, value]) => ` ${name}=${attribute(value)}`)
  return `level=${remark.level4} msg=${attribute(remark.text4)}${attributes.join('')}`
}

const PLAIN = /^[\x21\x23-\x3c\x3e-\x7e]+$/

function attribute(value: string): string {
  return PLAIN.test(value) ? value : quoteGo(value)
}
