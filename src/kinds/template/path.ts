import type { JsonObject } from '#kube'
import { addInvalid, addRequired, type Findings } from '../check/finding.ts'
import { mapsAt, numberAt, textAt } from '../read.ts'

/** Checks that a path stays below where it starts (core validateLocalDescendingPath). */
export function checkDescendingPath(found: Findings, path: string, field: string): void {
  if (path.startsWith('/')) addInvalid(found, field, path, 'must be a relative path')
  checkNoBacksteps(found, path, field)
}

/** Checks that a path has no `..`. */
export function checkNoBacksteps(found: Findings, path: string, field: string): void {
  if (hasBacksteps(path)) addInvalid(found, field, path, "must not contain '..'")
}

/** Whether a path has a step `..`. */
export function hasBacksteps(path: string): boolean {
  return path.split('/').includes('..')
}

/** Checks the path of a file in a volume: what starts with `..` is the kubelet's (core ValidateLocalNonReservedPath). */
export function checkFilePath(found: Findings, path: string, field: string): void {
  checkDescendingPath(found, path, field)
  if (path.startsWith('..') && !path.startsWith('../')) addInvalid(found, field, path, "must not start with '..'")
}

/** Checks the mode of a file. */
export function checkMode(found: Findings, mode: number | undefined, field: string): void {
  if (mode !== undefined && (mode < 0 || mode > 0o777)) {
    addInvalid(found, field, mode, 'must be a number between 0 and 0777 (octal), both inclusive')
  }
}

/** Checks keys of a ConfigMap or Secret and the files they become. */
export function checkKeyItems(found: Findings, source: JsonObject, field: string): void {
  for (const [at, item] of mapsAt(source, 'items').entries()) {
    const place = `${field}.items[${at}]`
    if (textAt(item, 'key') === '') addRequired(found, `${place}.key`)
    if (textAt(item, 'path') === '') addRequired(found, `${place}.path`)
    checkFilePath(found, textAt(item, 'path'), `${place}.path`)
    checkMode(found, numberAt(item, 'mode'), `${place}.mode`)
  }
}
