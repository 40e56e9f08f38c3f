import { compareKustomizations, type KustomizeBuild, type ResourceChange } from '#render'
import type { globalFlags } from '../flags/global.ts'
import type { kustomizeDiffFlags } from '../flags/kustomize-diff.ts'
import type { Outcome } from '../frame/command.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { buildFromFlags } from './build.ts'
import { diffText } from './diff-text.ts'

type DiffInput = Input<typeof globalFlags & typeof kustomizeDiffFlags>

/** Exit codes, as `diff` has them. */
const EQUAL = 0
const DIFFERENT = 1
const TROUBLE = 2

/** Compares what two kustomizations build to. */
export async function diffFromFlags(input: DiffInput, session: Session): Promise<Outcome> {
  const builds = await bothBuilds(input, session)
  if (builds === undefined) return { exitCode: TROUBLE }
  const { unified, output } = input.flags
  const changes = await compareKustomizations(builds[0], builds[1], {
    context: unified,
    showsSecrets: input.flags['show-secrets'],
  })
  const exitCode = changes.length === 0 ? EQUAL : DIFFERENT
  const data = changes.map(plainChange)
  if (output === 'json') return { text: `${JSON.stringify(data, undefined, 2)}\n`, exitCode }
  const [from = '', to = ''] = input.args
  return { text: diffText(changes, { from, to, hasColour: hasColour(input, session) }), data, exitCode }
}

/** Both builds; undefined where one fails, and then the failure is told. */
async function bothBuilds(
  input: DiffInput,
  session: Session,
): Promise<readonly [KustomizeBuild, KustomizeBuild] | undefined> {
  const { output: _output, ...flags } = input.flags
  const build = { ...input, flags: { ...flags, output: undefined } }
  const [from = '', to = ''] = input.args
  try {
    return [await buildFromFlags(from, build, session), await buildFromFlags(to, build, session)]
  } catch (thrown) {
    const { presentable } = await import('../frame/failure.ts')
    const error = presentable(thrown, session.signal)
    if (session.signal.aborted || ('code' in error && error.code === 'usage')) throw error
    const { describeError } = await import('../view/error.ts')
    session.stderr.write(describeError(error, { asJson: input.flags.json, exitCode: TROUBLE, session }))
    return undefined
  }
}

/** Integers beyond 2^53 have no number in JSON text that other programs read back; they are given as texts. */
function plainChange({ lines: _lines, ...change }: ResourceChange): unknown {
  return JSON.parse(
    JSON.stringify(change, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  ) as unknown
}

function hasColour({ flags }: DiffInput, { stdout, environment }: Session): boolean {
  const wish = flags.colour ?? flags.color
  if (wish !== 'auto') return wish === 'always'
  return stdout.isTerminal && !environment['NO_COLOR']
}
