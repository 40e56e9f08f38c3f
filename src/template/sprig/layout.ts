/** An element of a layout: what it stands for, and its own text. `literal` is text between elements. */
export interface LayoutElement {
  readonly kind: ElementKind
  readonly text: string
}

/** What a layout element stands for; the names are those of the reference time. */
export type ElementKind =
  | 'literal'
  | 'January'
  | 'Jan'
  | '1'
  | '01'
  | 'Monday'
  | 'Mon'
  | '2'
  | '_2'
  | '02'
  | '__2'
  | '002'
  | '15'
  | '3'
  | '03'
  | '4'
  | '04'
  | '5'
  | '05'
  | '2006'
  | '06'
  | 'PM'
  | 'pm'
  | 'MST'
  | 'Z'
  | '-'
  | '.0'
  | '.9'

const cache = new Map<string, readonly LayoutElement[]>()
const CACHE_SIZE = 500

/** The elements of a layout of Go's `time` package. Neighbouring literals are one element. */
export function parseLayout(layout: string): readonly LayoutElement[] {
  const known = cache.get(layout)
  if (known !== undefined) return known
  const elements: LayoutElement[] = []
  let literalFrom = 0
  for (let at = 0; at < layout.length; ) {
    const element = elementAt(layout, at)
    if (element === undefined) {
      at++
      continue
    }
    const start = at + (element.skip ?? 0)
    if (start > literalFrom) elements.push({ kind: 'literal', text: layout.slice(literalFrom, start) })
    at = start + element.text.length
    literalFrom = at
    elements.push({ kind: element.kind, text: element.text })
  }
  if (literalFrom < layout.length) elements.push({ kind: 'literal', text: layout.slice(literalFrom) })
  if (cache.size >= CACHE_SIZE) cache.clear()
  cache.set(layout, elements)
  return elements
}

interface Found extends LayoutElement {
  /** Characters before the element that belong to the literal. */
  readonly skip?: number
}

const ZERO_KINDS: readonly ElementKind[] = ['01', '02', '03', '04', '05', '06']
const ZONE_FORMS: readonly string[] = ['070000', '07:00:00', '0700', '07:00', '07']
const LOWER = /^[a-z]/

function elementAt(layout: string, at: number): Found | undefined {
  const is = (text: string): boolean => layout.startsWith(text, at)
  switch (layout[at]) {
    case 'J':
      return nameAt(layout, at, ['January', 'Jan'])
    case 'M':
      return is('MST') ? whole('MST') : nameAt(layout, at, ['Monday', 'Mon'])
    case '0':
      return zeroAt(layout, at)
    case '1':
      return whole(is('15') ? '15' : '1')
    case '2':
      return whole(is('2006') ? '2006' : '2')
    case '_':
      return underscoreAt(layout, at)
    case '3':
    case '4':
    case '5':
      return whole(layout[at] as '3' | '4' | '5')
    case 'P':
    case 'p':
      return halfDayAt(layout.slice(at, at + 2))
    case '-':
    case 'Z':
      return zoneAt(layout, at)
    case '.':
    case ',':
      return fractionAt(layout, at)
    default:
      return undefined
  }
}

function whole(kind: ElementKind): Found {
  return { kind, text: kind }
}

function nameAt(layout: string, at: number, [long, short]: readonly [ElementKind, ElementKind]): Found | undefined {
  if (!layout.startsWith(short, at)) return undefined
  if (layout.startsWith(long, at)) return whole(long)
  return LOWER.test(layout.slice(at + 3, at + 4)) ? undefined : whole(short)
}

function halfDayAt(text: string): Found | undefined {
  return text === 'PM' || text === 'pm' ? whole(text) : undefined
}

function zeroAt(layout: string, at: number): Found | undefined {
  const kind = ZERO_KINDS.find((each) => layout.startsWith(each, at))
  if (kind !== undefined) return whole(kind)
  return layout.startsWith('002', at) ? whole('002') : undefined
}

function underscoreAt(layout: string, at: number): Found | undefined {
  if (layout.startsWith('_2006', at)) return { kind: '2006', text: '2006', skip: 1 }
  if (layout.startsWith('_2', at)) return whole('_2')
  return layout.startsWith('__2', at) ? whole('__2') : undefined
}

function zoneAt(layout: string, at: number): Found | undefined {
  const sign = layout[at] as 'Z' | '-'
  const form = ZONE_FORMS.find((each) => layout.startsWith(each, at + 1))
  return form === undefined ? undefined : { kind: sign, text: sign + form }
}

function fractionAt(layout: string, at: number): Found | undefined {
  const digit = layout[at + 1]
  if (digit !== '0' && digit !== '9') return undefined
  let end = at + 1
  while (layout[end] === digit) end++
  if (/[0-9]/.test(layout[end] ?? '')) return undefined
  return { kind: digit === '0' ? '.0' : '.9', text: layout.slice(at, end) }
}
