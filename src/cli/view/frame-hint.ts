import { nearestText, type ValueExplanation } from '#render'
import type { Chart } from '#source'
import { chartText, templateNames } from './frame-file.ts'

/** A failure as far as a hint needs it. */
export interface Failed {
  message: string
  position?: { readonly file?: string; readonly line: number; readonly column: number }
}

/** What a hint can be made of. */
interface Material {
  readonly chart: Chart
  readonly values: readonly ValueExplanation[]
}

/** A way out, and the value that the failure is about. */
export interface Hint {
  readonly hint: string | undefined
  readonly involved: ValueExplanation | undefined
}

/** What somebody who sees the failure can do: the name that was meant, or the value to set. */
export async function hintFor(error: Failed, material: Material): Promise<Hint> {
  const [, unknown] = /function "([^"]+)" not defined/.exec(error.message) ?? []
  if (unknown !== undefined) return plain('function', await nearFunction(unknown))
  const [, template] = /(?:no template|template) "([^"]+)" (?:associated|not defined)/.exec(error.message) ?? []
  if (template !== undefined) return plain('template', await nearestText(template, templateNames(material.chart)))
  const path = valuePath(error, material.chart)
  if (path === undefined) return NOTHING
  return error.message.startsWith('execution error at') ? hintToSet(path, material) : hintToSpell(path, material)
}

/** A longer path is nobody's slip of the pen. */
const MAX_PATH = 500

const NOTHING: Hint = { hint: undefined, involved: undefined }

function plain(what: string, near: string | undefined): Hint {
  return { hint: near === undefined ? undefined : `did you mean the ${what} ${near}`, involved: undefined }
}

async function hintToSet(path: string, { values }: Material): Promise<Hint> {
  const { near } = await nearestPath(path, values)
  const instead = near === undefined ? '' : ` (or did you mean ${near})`
  return { hint: `set it with --set ${path}=…${instead}`, involved: writerOf(near ?? path, values) }
}

async function hintToSpell(path: string, { values }: Material): Promise<Hint> {
  const { near, known, missing } = await nearestPath(path, values)
  const involved = writerOf(near ?? known, values)
  if (missing === undefined) return { hint: undefined, involved }
  if (near !== undefined) return { hint: `did you mean ${near}`, involved }
  if (involved !== undefined)
    return { hint: `${known} is ${kindOf(involved.value)}: it has no field ${missing}`, involved }
  return {
    hint: `${known === '' ? missing : `${known}.${missing}`} has no value: set it, or guard the line with an if`,
    involved,
  }
}

function writerOf(path: string, values: readonly ValueExplanation[]): ValueExplanation | undefined {
  return values.find((value) => value.path === path)
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`
}

/** How far a path leads, the step that is not there, and the path that was most likely meant. */
interface NearestPath {
  readonly known: string
  readonly missing: string | undefined
  readonly near: string | undefined
}

async function nearestPath(path: string, values: readonly ValueExplanation[]): Promise<NearestPath> {
  const paths = new Set(values.flatMap((value) => prefixes(value.path)))
  const steps = prefixes(path)
  const at = steps.findIndex((step) => !paths.has(step))
  if (at === -1) return { known: path, missing: undefined, near: undefined }
  const known = steps[at - 1] ?? ''
  const step = steps[at] as string
  const siblings = [...paths].filter((other) => parentOf(other) === known)
  const sibling = await nearestText(nameOf(step), siblings.map(nameOf))
  const spelled = sibling === undefined ? undefined : join(known, sibling)
  const whole = spelled === undefined ? '' : spelled + path.slice(step.length)
  const near = paths.has(whole) ? whole : (spelled ?? (await nearestText(path, [...paths])))
  return { known, missing: nameOf(step), near: near === known ? undefined : near }
}

function prefixes(path: string): string[] {
  const steps = path.split('.')
  return steps.map((_, index) => steps.slice(0, index + 1).join('.'))
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')))
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

function join(parent: string, name: string): string {
  return parent === '' ? name : `${parent}.${name}`
}

/** The path of the value that the failing line is about, subchart names in front. */
function valuePath({ message, position }: Failed, chart: Chart): string | undefined {
  const file = position?.file
  const line = file === undefined ? undefined : chartText(chart, file)?.split('\n')[(position?.line ?? 0) - 1]
  const [, named] = /at <\$?\.Values\.([\w.]+)>/.exec(message) ?? []
  const required = message.startsWith('execution error at')
    ? /required[^}]*?\.Values\.([\w.]+)/.exec(line ?? '')
    : undefined
  const local = named ?? required?.[1]
  if (local === undefined || local.length > MAX_PATH) return undefined
  const subcharts = (file ?? '')
    .split('/charts/')
    .slice(1)
    .map((part) => part.split('/', 1)[0])
  return [...subcharts, local].join('.')
}

async function nearFunction(name: string): Promise<string | undefined> {
  const { builtins, sprigFunctions } = await import('#template')
  const environment = { now: () => 0, randomBytes: (size: number) => new Uint8Array(size), timeZone: 'UTC' }
  return nearestText(name, [...builtins.keys(), ...sprigFunctions(environment).keys(), ...HELM_FUNCTIONS])
}

const HELM_FUNCTIONS = ['include', 'tpl', 'required', 'lookup', 'toYaml', 'fromYaml', 'toJson', 'fromJson', 'toToml']
