import type { Handler } from '../contract/http.ts'
import { nextTurn } from '../flow/next-turn.ts'
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

/** Answers `/metrics`: what is counted, in pieces, then what is read now. */
export function metricsHandler(counted: () => Iterable<string>, readings: readonly Reading[]): Handler {
  let printing: Promise<readonly string[]> | undefined
  return async () => {
    // Thousands of series take long to print: whoever asks meanwhile gets the same text.
    printing ??= printed(counted, readings).finally(() => {
      printing = undefined
    })
    const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }
    return { status: 200, headers, body: await printing }
  }
}

async function printed(counted: () => Iterable<string>, readings: readonly Reading[]): Promise<readonly string[]> {
  const texts: string[] = []
  let unsent = ''
  for (const piece of counted()) {
    unsent += piece
    if (unsent.length < turnLength) continue
    texts.push(unsent)
    unsent = ''
    await nextTurn()
  }
  return [...texts, unsent, ...(await Promise.all(readings.map(readingText)))]
}

/** So much is printed in one turn of the event loop. */
const turnLength = 128 * 1024

async function readingText(reading: Reading): Promise<string> {
  const samples = await reading.read()
  const lines = samples.map(({ labels = {}, value }) => seriesText(reading.name, labelsText(labels), value))
  return headText(reading) + lines.join('')
}
