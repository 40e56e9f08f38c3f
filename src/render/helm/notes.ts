import { compareStrings } from '#template'

const NOTES = 'NOTES.txt'

/** Notes taken out of the rendered files, and what is left. */
export interface Notes {
  readonly notes: string
  readonly files: Map<string, string>
}

/** Separates NOTES.txt: the root chart's is kept, those of subcharts as well when asked for. */
export function takeNotes(rendered: ReadonlyMap<string, string>, chart: string, withSubcharts: boolean): Notes {
  const files = new Map(rendered)
  const kept: string[] = []
  for (const path of [...rendered.keys()].sort(compareStrings)) {
    if (!path.endsWith(NOTES)) continue
    files.delete(path)
    if (withSubcharts || path === `${chart}/templates/${NOTES}`) kept.push(rendered.get(path) as string)
  }
  return { files, notes: joined(kept) }
}

function joined(texts: readonly string[]): string {
  let all = ''
  for (const text of texts) all += all === '' ? text : `\n${text}`
  return all
}
