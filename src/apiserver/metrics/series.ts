import { headText, type LabelValues, labelsText, type MetricHead, seriesText } from './text.ts'

/** A number for every set of labels. */
export interface NumberMetric {
  add(key: string, labels: () => LabelValues, value: number): void
  /** Its text in pieces. */
  print(): Iterable<string>
}

/** A counter or gauge. `key` names a series for the caller; its labels are only made once. */
export function createNumber(head: MetricHead): NumberMetric {
  const series = new Map<string, { readonly labels: string; value: number }>()
  return {
    add: (key, labels, value) => {
      const known = series.get(key)
      if (known !== undefined) known.value += value
      else if (series.size < maxSeries) series.set(key, { labels: labelsText(labels()), value })
    },
    *print() {
      yield headText(head)
      for (const { labels, value } of series.values()) yield seriesText(head.name, labels, value)
    },
  }
}

/** How often values of each size were seen, for every set of labels. */
export interface HistogramMetric {
  observe(key: string, labels: () => LabelValues, value: number): void
  /** Its text in pieces. */
  print(): Iterable<string>
}

/** A histogram with these upper bounds. */
export function createHistogram(head: Omit<MetricHead, 'type'>, bounds: readonly number[]): HistogramMetric {
  const series = new Map<string, Distribution>()
  return {
    observe: (key, labels, value) => {
      let known = series.get(key)
      if (known === undefined) {
        if (series.size >= maxSeries) return
        known = { labels: labelsText(labels()), counts: new Array<number>(bounds.length + 1).fill(0), sum: 0 }
        series.set(key, known)
      }
      let at = 0
      while (at < bounds.length && value > (bounds[at] ?? 0)) at++
      known.counts[at] = (known.counts[at] ?? 0) + 1
      known.sum += value
    },
    *print() {
      yield headText({ ...head, type: 'histogram' })
      for (const one of series.values()) yield printOne(head.name, one, bounds)
    },
  }
}

interface Distribution {
  readonly labels: string
  readonly counts: number[]
  sum: number
}

/** Hostile requests must not make series without end. */
const maxSeries = 5000

function printOne(name: string, { labels, counts, sum }: Distribution, bounds: readonly number[]): string {
  const bucket = `${name}_bucket{${labels}${labels === '' ? '' : ','}le="`
  let total = 0
  let text = ''
  for (const [at, count] of counts.entries()) {
    total += count
    text += `${bucket}${bounds[at] ?? '+Inf'}"} ${total}\n`
  }
  return `${text}${seriesText(`${name}_sum`, labels, sum)}${seriesText(`${name}_count`, labels, total)}`
}
