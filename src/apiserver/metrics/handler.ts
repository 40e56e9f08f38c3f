import type { Handler } from '../contract/http.ts'
import { headText, type LabelValues, labelsText, type MetricHead, seriesText } from './text.ts'

/** A number that is asked for when somebody looks. */
export interface Reading extends MetricHead {
  read(): Promise<readonly Sample[]> | readonly Sample[]
}

/** One value with its labels. */
export interface Sample {
  readonly labels?: LabelValues
  readonly value: number
}

/** Answers `/metrics`: what is counted, then what is read now. */
export function metricsHandler(counted: () => string, readings: readonly Reading[]): Handler {
  return async () => {
    const texts = await Promise.all(readings.map(readingText))
    const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }
    return { status: 200, headers, body: counted() + texts.join('') }
  }
}

async function readingText(reading: Reading): Promise<string> {
  const samples = await reading.read()
  const lines = samples.map(({ labels = {}, value }) => seriesText(reading.name, labelsText(labels), value))
  return headText(reading) + lines.join('')
}
