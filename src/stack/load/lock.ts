import { basename, isAbsolute, join } from 'node:path'
import { satisfies } from '#template'
import { load, type YamlMap } from '#yaml'
import { StackError } from '../error.ts'
import { repositoryNamed } from './chart-source.ts'
import type { FileContext } from './context.ts'
import { mapsAt, textAt } from './read.ts'

/** The version of a chart that stands in a lock file; the constraint itself where there is none. Throws StackError. */
export type PinnedVersion = (chart: string, constraint: string) => string

/**
 * The versions that a helmfile's lock file pins: `helmfile.lock` beside `helmfile.yaml`, or what `lockFilePath` names. They are
 * for charts of repositories that the file names. Source: helmfile pkg/state/chart_dependency.go.
 */
export function pinnedVersions(spec: YamlMap, context: FileContext): PinnedVersion {
  const path = lockPath(spec, context)
  const text = context.world.readText(path)
  if (text === undefined) return (_, constraint) => constraint
  const lock = load(text, { file: path })
  const pinned = lock instanceof Map ? mapsAt(lock, 'dependencies') : []
  return (chart, constraint) => {
    const repository = repositoryNamed(chart, spec)
    if (repository === undefined || /^(?:\/|\.\.?\/)|:\/\//.test(chart)) return constraint
    const [, ...rest] = chart.split('/')
    const names = [rest.join('/'), ...(repository.get('oci') === true ? [rest.at(-1)] : [])]
    const found = pinned.find(
      (each) => names.includes(textAt(each, 'name')) && allows(constraint, textAt(each, 'version')),
    )
    if (found !== undefined) return textAt(found, 'version')
    const hint = `${path} pins no version of it; "helmfile deps" writes one, and without the file the newest is taken`
    throw new StackError('bad-stack', `no resolved dependency found for "${rest.join('/')}"`, { hint })
  }
}

function lockPath(spec: YamlMap, { file, folder }: FileContext): string {
  const named = textAt(spec, 'lockFilePath')
  if (named !== '') return isAbsolute(named) ? named : join(folder, named)
  const stem = basename(file)
    .replace(/\.gotmpl$/, '')
    .replace(/\.ya?ml$/, '')
  return join(folder, `${stem}.lock`)
}

function allows(constraint: string, version: string): boolean {
  return satisfies(constraint === '' ? '*' : constraint, version)
}
