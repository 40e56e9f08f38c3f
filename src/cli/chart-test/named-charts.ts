import { readdirSync, type Stats, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'

/** The charts that words of a command line name: a folder without Chart.yaml stands for the charts in it, by name. */
export function namedCharts(
  words: readonly string[],
  { cwd, excluded }: { readonly cwd: string; readonly excluded: readonly string[] },
): string[] {
  const isWanted = (word: string): boolean =>
    ![word, basename(resolve(cwd, word))].some((one) => excluded.includes(one))
  return words.flatMap((word) => chartsIn(word, cwd) ?? [word]).filter(isWanted)
}

function chartsIn(word: string, cwd: string): string[] | undefined {
  const folder = resolve(cwd, word)
  if (!isFolder(folder) || isChart(folder)) return undefined
  const charts = readdirSync(folder)
    .sort()
    .filter((name) => isChart(join(folder, name)))
  return charts.length === 0 ? undefined : charts.map((name) => join(word, name))
}

/** Whether a folder is that of a chart. */
export function isChart(folder: string): boolean {
  return isFolder(folder) && statsOf(join(folder, 'Chart.yaml'))?.isFile() === true
}

/** Whether there is a folder. */
export function isFolder(path: string): boolean {
  return statsOf(path)?.isDirectory() === true
}

/** Below a file, runtimes differ in whether there is nothing or that is an error. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
