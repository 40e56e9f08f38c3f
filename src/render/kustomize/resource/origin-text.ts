import { dumpPretty } from '#yaml'
import type { ConfiguredBy, Origin } from './origin.ts'

/** An origin as its annotation holds it: YAML in the order of the reference's fields. */
export function originText(origin: Origin): string {
  return `${originLines(origin).join('\n')}\n`
}

/** A list of steps as its annotation holds it. */
export function transformationsText(steps: readonly Origin[]): string {
  const items = steps.map((step) => originLines(step).map((line, at) => `${at === 0 ? '- ' : '  '}${line}`))
  return `${items.flat().join('\n')}\n`
}

function originLines({ path, repo, ref, configuredIn, configuredBy }: Origin): string[] {
  const by = configuredBy === undefined ? [] : configuredLines(configuredBy)
  const lines = [
    ...line('path', path),
    ...line('repo', repo),
    ...line('ref', ref),
    ...line('configuredIn', configuredIn),
    ...(by.length === 0 ? [] : ['configuredBy:', ...by.map((text) => `  ${text}`)]),
  ]
  return lines.length === 0 ? ['{}'] : lines
}

function configuredLines({ apiVersion, kind, name, namespace }: ConfiguredBy): string[] {
  return [
    ...line('apiVersion', apiVersion),
    ...line('kind', kind),
    ...line('name', name),
    ...line('namespace', namespace),
  ]
}

function line(key: string, value: string | undefined): string[] {
  return value ? [`${key}: ${dumpPretty(value).trimEnd()}`] : []
}
