import type { Describe, Kind } from '#kinds'
import type { JsonObject } from '#kube'
import { nextTurn } from '../flow/next-turn.ts'
import type { Operation } from './operation.ts'
import { definitionSource, referencesIn } from './schemas.ts'
import { v2Paths } from './v2.ts'

/** What is shown of one group version, or of what is no group: the same hash is the same text. */
export interface V2Part {
  readonly hash: string
  operations(describe: Describe): readonly Operation[]
}

/** What a document is made of. */
export interface V2Source {
  readonly parts: Iterable<V2Part>
  /** Every kind that is served. */
  readonly kinds: readonly Kind[]
  readonly describe: Describe
  readonly version: string
}

/** Texts of OpenAPI v2 documents. */
export interface V2Texts {
  /** The whole document as JSON. */
  print(source: V2Source): Promise<string>
}

/**
 * Prints documents piece by piece, in several turns of the event loop, and keeps the pieces: after a change of one custom
 * kind only what belongs to it is made again.
 */
export function createV2Texts(): V2Texts {
  let known = new Map<string, PartText>()
  const definitions = new Map<string, Definition>()
  return {
    print: async (source) => {
      const texts = new Map<string, PartText>()
      for (const part of source.parts) {
        const text = known.get(part.hash)
        texts.set(part.hash, text ?? printPart(part, source.describe))
        if (text === undefined) await nextTurn()
      }
      known = texts
      const parts = [...texts.values()]
      return join(parts, await definitionsOf(parts, source, definitions), source.version)
    },
  }
}

type Member = readonly [key: string, text: string]

interface PartText {
  readonly paths: readonly Member[]
  readonly parameters: readonly Member[]
  /** Names of the types that the operations speak of. */
  readonly types: readonly string[]
}

interface Definition {
  readonly text: string
  readonly needs: readonly string[]
}

function printPart(part: V2Part, describe: Describe): PartText {
  const shared: JsonObject = {}
  const operations = part.operations(describe)
  const types = operations.flatMap(({ body, responses }) => [
    ...Object.values(responses),
    ...(body === undefined ? [] : [body.type]),
  ])
  return {
    paths: v2Paths(operations, shared).map(([path, item]): Member => [path, JSON.stringify(item)]),
    parameters: Object.entries(shared).map(([key, value]): Member => [key, JSON.stringify(value)]),
    types: [...new Set(types)],
  }
}

/** So many definitions are made in one turn. */
const TURN = 60

/** The definitions that the parts need, and those that these need. Those of built-in types never change. */
async function definitionsOf(
  parts: readonly PartText[],
  { kinds, describe }: V2Source,
  builtIn: Map<string, Definition>,
): Promise<readonly Member[]> {
  const { define, isCustom } = definitionSource({ dialect: 'v2', describe, kinds })
  const found = new Map<string, string>()
  const waiting = parts.flatMap(({ types }) => types)
  let made = 0
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue
    let definition = isCustom(name) ? undefined : builtIn.get(name)
    if (definition === undefined) {
      const value = define(name)
      if (value === undefined) continue
      definition = { text: JSON.stringify(value), needs: referencesIn(value) }
      if (!isCustom(name)) builtIn.set(name, definition)
      if (++made % TURN === 0) await nextTurn()
    }
    found.set(name, definition.text)
    for (const need of definition.needs) if (!found.has(need)) waiting.push(need)
  }
  return [...found]
}

function join(parts: readonly PartText[], definitions: readonly Member[], version: string): string {
  const paths = parts.flatMap((part) => part.paths)
  const parameters = new Map(parts.flatMap((part) => part.parameters))
  return `{"swagger":"2.0","info":${JSON.stringify({ title: 'Kubernetes', version })},"paths":${members(paths)},"definitions":${members(definitions)},"parameters":${members([...parameters])},"securityDefinitions":${SECURITY},"security":[{"BearerToken":[]}]}`
}

const SECURITY = JSON.stringify({
  BearerToken: { description: 'Bearer Token authentication', type: 'apiKey', name: 'authorization', in: 'header' },
})

/** A map in JSON, keys in order. */
function members(all: readonly Member[]): string {
  const sorted = all.toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`
}
