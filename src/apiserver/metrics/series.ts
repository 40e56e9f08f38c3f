import { headText, type LabelValues, labelsText, type MetricHead, seriesText } from './text.ts'

/** A number for every set of labels. */
export interface NumberMetric {
  add(key: string, labels: () => LabelValues, value: number): void
  print(): string
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
    print: () =>
      headText(head) + [...series.values()].map(({ labels, value }) => seriesText(head.name, labels, value)).join(''),
  }
}

/** How often values of each size were seen, for every set of labels. */
export interface HistogramMetric {
  observe(key: string, labels: () => LabelValues, value: number): void
  print(): string
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
    print: () =>
      headText({ ...head, type: 'histogram' }) +
      [...series.values()].map((one) => printOne(head.name, one, bounds)).join(''),
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
  const comma = labels === '' ? '' : ','
  let total = 0
  const lines = counts.map((count, at) => {
    total += count
    return seriesText(`${name}_bucket`, `${labels}${comma}le="${bounds[at] ?? '+Inf'}"`, total)
  })
  return `${lines.join('')}${seriesText(`${name}_sum`, labels, sum)}${seriesText(`${name}_count`, labels, total)}`
}
