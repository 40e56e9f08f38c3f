import { type Position, traceHelm } from '#render'
import { loadTree, locate as nodeAt } from '#yaml'
import { planRender } from '../chart/render.ts'
import type { RenderInput } from '../chart/render-input.ts'
import { deployFlags } from '../flags/deploy.ts'
import { globalFlags } from '../flags/global.ts'
import { renderFlags } from '../flags/render.ts'
import { parseFlags } from '../frame/parse.ts'
import type { Session } from '../frame/session.ts'
import { type RenderedDocument, titleOf } from './documents.ts'
import type { ChartTestInput } from './flags.ts'

/** What a release was rendered with. */
export interface Rendering {
  readonly folder: string
  readonly release: string
  readonly namespace: string
  readonly values: readonly string[]
  readonly flags: ChartTestInput['flags']
}

/** The line of the chart that names an object; the first line of its template when that cannot be told. */
export async function locate(document: RenderedDocument, rendering: Rendering, session: Session): Promise<Position> {
  const line = await lineOf(document, rendering, session).catch(() => undefined)
  const [, ...path] = (line?.file ?? document.source).split('/')
  return { file: [rendering.folder, ...path].join('/'), line: line?.line ?? 1, column: line?.column ?? 1 }
}

async function lineOf(
  { source, kind, name }: RenderedDocument,
  { folder, release, namespace, values, flags }: Rendering,
  session: Session,
): Promise<Position | undefined> {
  const bare = parseFlags({ ...globalFlags, ...deployFlags, ...renderFlags }, []).flags
  const input: RenderInput = {
    args: [release, folder],
    flags: {
      ...bare,
      ...flags,
      'api-versions': [],
      'release-name': false,
      values,
      namespace,
      repo: undefined,
      version: undefined,
    },
    given: new Set(),
  }
  const { chart, options } = await planRender(input, session)
  const trace = await traceHelm(chart, options)
  const at = lineOfName(trace.fileText(source) ?? '', { kind, name })
  return at === undefined ? undefined : trace.fileLine(source, at)?.position
}

/** The line (from 1) that names an object in a template's output, whose other texts may change from run to run. */
export function lineOfName(
  output: string,
  { kind, name }: Pick<RenderedDocument, 'kind' | 'name'>,
): number | undefined {
  let before = 0
  for (const text of output.split(/^(?=---)/m)) {
    const title = titleOf(text)
    if (title.kind === kind && title.name === name) {
      const position = nodeAt(loadTree(text), ['metadata', 'name'])
      return position === undefined ? undefined : before + position.line
    }
    before += text.split('\n').length - 1
  }
  return undefined
}
