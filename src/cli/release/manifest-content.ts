import { basename, extname, resolve } from 'node:path'
import { type JsonObject, textAt } from '#kube'
import type { ReleaseContent } from '#release'
import { type PlainFile, type PlainRendered, renderPlain } from '#render'
import { chooseFilter } from '../chart/render.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import type { ContentFlags } from './content-flags.ts'
import type { ReleaseFormat } from './format.ts'

/** Where manifests came from. */
export interface ManifestOrigin {
  readonly format: Exclude<ReleaseFormat, 'helm'>
  /** As the user named it. */
  readonly source: string
}

/** The annotation of a record's chart that says what it really is. */
const FORMAT_ANNOTATION = 'berth.dev/format'
const SOURCE_ANNOTATION = 'berth.dev/source'
/** Manifests have no version of their own; Helm wants one. */
const VERSION = '0.0.0'

/** Does a record's chart stand for manifests that are no chart? */
export function isManifestChart(chart: JsonObject): boolean {
  return textAt(chart, 'metadata', 'annotations', FORMAT_ANNOTATION) !== ''
}

/** Flags that only mean something for charts. */
const CHART_FLAGS = ['values', 'set', 'set-string', 'set-file', 'set-json', 'set-literal'] as const

/** Refuses values where there is no chart that could take them. Throws CliError `usage`. */
export function refuseValues({ format, source }: ManifestOrigin, flags: ContentFlags): void {
  const foreign = CHART_FLAGS.find((name) => flags[name].length > 0)
  if (foreign === undefined) return
  const what = format === 'kustomize' ? 'a kustomization' : 'plain manifests'
  throw new CliError('usage', `${source} is ${what}: --${foreign} is for charts`, {
    hint: format === 'kustomize' ? 'change the kustomization instead' : 'change the manifests instead',
  })
}

/**
 * Manifests as a release keeps them, after `--post-renderer`: with a chart that has a name and says its format, so that Helm
 * can list them and roll them back.
 */
export async function contentOfManifests(
  files: readonly PlainFile[],
  origin: ManifestOrigin,
  { flags, session }: { readonly flags: ContentFlags; readonly session: Session },
): Promise<ReleaseContent> {
  const filter = await chooseFilter(flags, session)
  const plain = renderPlain(files)
  if (origin.format === 'plain' && plain.resources.length + plain.hooks.length === 0) throw nothingIn(origin)
  const rendered = filter === undefined ? plain : await filtered(plain, filter)
  return {
    chart: {
      metadata: {
        name: nameOf(origin.source, session),
        version: VERSION,
        description: DESCRIPTIONS[origin.format],
        apiVersion: 'v2',
        annotations: { [FORMAT_ANNOTATION]: origin.format, [SOURCE_ANNOTATION]: origin.source },
        type: 'application',
      },
      lock: null,
      templates: [],
      values: {},
      schema: null,
      files: [],
    },
    config: {},
    manifest: rendered.releaseManifest,
    hooks: rendered.hooks,
    crds: rendered.crds,
    notes: rendered.notes,
    warnings: rendered.warnings,
  }
}

/** What is empty by mistake would take away every object that the release has. */
function nothingIn({ source }: ManifestOrigin): CliError {
  return new CliError('input', `${source === '-' ? 'stdin' : source}: no objects – expected manifests`, {
    hint: 'berth uninstall takes away what a release has',
  })
}

/** All objects, hooks too, go through the filter as one stream. */
async function filtered(
  { resources, hooks }: PlainRendered,
  filter: (text: string) => Promise<string>,
): Promise<PlainRendered> {
  const stream = [...resources, ...hooks].map(({ source, text }) => `---\n# Source: ${source}\n${text}\n`).join('')
  return renderPlain([{ name: 'post-renderer', text: await filter(stream) }])
}

const DESCRIPTIONS: Readonly<Record<ManifestOrigin['format'], string>> = {
  kustomize: 'kustomization',
  plain: 'plain manifests',
}

/** A name that a chart may have: of the folder or file, without what it ends in. */
function nameOf(source: string, { cwd }: Session): string {
  if (source === '-') return 'stdin'
  const path = URL.canParse(source) ? new URL(source).pathname : resolve(cwd, source)
  const name = basename(path, extname(path))
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
  return name.replaceAll(/^[-.]+|[-.]+$/g, '') || 'manifests'
}
