import { loadObject, YamlError } from '#yaml'
import type { ConfiguredBy, Origin } from '../resource/origin.ts'

/** The origin that an annotation holds; undefined where it holds none that can be read. */
export function readOrigin(text: string | undefined): Origin | undefined {
  const value = parse(`origin:\n${indent(text)}`)['origin']
  return isMap(value) ? originOf(value) : undefined
}

/** The steps that an annotation holds. */
export function readTransformations(text: string | undefined): Origin[] {
  const value = parse(`steps:\n${indent(text)}`)['steps']
  return Array.isArray(value) ? value.filter(isMap).map(originOf) : []
}

type Fields = Readonly<Record<string, unknown>>

function indent(text = ''): string {
  return text.replace(/^/gm, '  ')
}

function parse(text: string): Fields {
  try {
    const value: unknown = loadObject(text)
    return isMap(value) ? value : {}
  } catch (error) {
    if (error instanceof YamlError) return {}
    throw error
  }
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function originOf(fields: Fields): Origin {
  const by = fields['configuredBy']
  return {
    ...texts(fields, ['path', 'repo', 'ref', 'configuredIn']),
    ...(isMap(by) && { configuredBy: texts(by, ['apiVersion', 'kind', 'name', 'namespace']) as ConfiguredBy }),
  }
}

function texts(fields: Fields, names: readonly string[]): Record<string, string> {
  const given = names.flatMap((name) => (typeof fields[name] === 'string' ? [[name, fields[name]] as const] : []))
  return Object.fromEntries(given)
}
