import type { YamlMap } from '#yaml'
import type { Chart } from './chart.ts'
import type { CreateOptions } from './create/create.ts'
import type { DependencyOptions } from './dependency/options.ts'
import type { Limits } from './limits.ts'
import type { Compat } from './load/options.ts'
import type { ContentsOptions } from './package/contents.ts'
import type { PackageOptions } from './package/package-chart.ts'
import type { SecretRequest } from './secret/decrypt.ts'

// Everything here is loaded when it is first called: rendering a chart pays for no scaffold and no packing.

/** Writes a new chart into a folder and returns its path: see `create/create.ts`. */
export async function createChart(name: string, parent: string, options: CreateOptions = {}): Promise<string> {
  return (await import('./create/create.ts')).createChart(name, parent, options)
}

/** Packs a chart folder and returns the archive's path: see `package/package-chart.ts`. */
export async function packageChart(folder: string, options: PackageOptions): Promise<string> {
  return (await import('./package/package-chart.ts')).packageChart(folder, options)
}

/** Writes a chart's archive into a folder and returns its path: see `package/save.ts`. */
export async function saveChart(chart: Chart, folder: string, options: ContentsOptions): Promise<string> {
  return (await import('./package/save.ts')).saveChart(chart, folder, options)
}

/** Writes a chart as a folder and returns its path: see `package/save-folder.ts`. */
export async function saveFolder(chart: Chart, parent: string, options: ContentsOptions): Promise<string> {
  return (await import('./package/save-folder.ts')).saveFolder(chart, parent, options)
}

/** Finds, saves and locks the newest versions that fit: see `dependency/update.ts`. */
export async function updateDependencies(chartPath: string, options: DependencyOptions): Promise<void> {
  return (await import('./dependency/update.ts')).updateDependencies(chartPath, options)
}

/** Saves the versions of the lock file: see `dependency/update.ts`. */
export async function buildDependencies(chartPath: string, options: DependencyOptions): Promise<void> {
  return (await import('./dependency/update.ts')).buildDependencies(chartPath, options)
}

/** Writes the files of an archive into a folder of the chart's name and returns its path: see `archive/unpack.ts`. */
export async function unpackChart(archive: Uint8Array, parent: string, limits: Partial<Limits> = {}): Promise<string> {
  return (await import('./archive/unpack.ts')).unpackChart(archive, parent, limits)
}

/** The values of a text that sops encrypted; undefined when it is not encrypted: see `secret/values.ts`. */
export async function decryptValues(
  text: string,
  request: SecretRequest & { readonly compat?: Compat | undefined },
): Promise<YamlMap | undefined> {
  return (await import('./secret/values.ts')).decryptValues(text, request)
}
