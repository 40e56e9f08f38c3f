import { textAt } from '#kube'
import type { WaitStrategy } from '../contract/options.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { ReleaseError, type ReleaseErrorCode } from '../error.ts'
import { diagnose } from './diagnose.ts'
import type { Ending, Judged } from './settle.ts'

/** What is said of objects that are not as they should be. */
export interface EndingWords {
  readonly strategy: WaitStrategy
  readonly words: 'not ready' | 'still exists'
  readonly isHook?: boolean
}

/** The failure of a wait in the words of the strategy's Helm; the hint says what the pods say. */
export async function endingError(world: ObjectWorld, ending: Ending, words: EndingWords): Promise<ReleaseError> {
  const { how, rows } = ending
  const left = rows.filter(({ standing }) => standing.status !== (words.words === 'not ready' ? 'Current' : 'NotFound'))
  const failed = left.filter(({ standing }) => standing.status === 'Failed')
  if (how === 'interrupted') return new ReleaseError('interrupted', ENDS[how])
  const message = words.strategy === 'legacy' ? legacyText(how, failed, words) : watcherText(ending, left, words)
  const code: ReleaseErrorCode = how === 'timeout' ? 'timeout' : 'not-ready'
  const troubled = failed.length > 0 ? failed : left
  const said = words.words === 'still exists' ? [] : await diagnose(world, troubled)
  const reasons = words.strategy === 'legacy' ? troubled.map(reasonOf) : []
  const lines = [...reasons, ...said]
  return new ReleaseError(code, message, { hint: lines.length === 0 ? undefined : lines.join('\n') })
}

const ENDS: Readonly<Record<Ending['how'], string>> = {
  done: '',
  failed: '',
  timeout: 'context deadline exceeded',
  interrupted: 'context canceled',
}

function watcherText({ how }: Ending, left: readonly Judged[], { words }: EndingWords): string {
  const lines = left.map(({ target, standing: { status, message } }) => {
    const { kind, metadata } = target.one.object
    const object = `${kind}/${textAt(metadata, 'namespace')}/${metadata.name}`
    return `resource ${object} ${words}. status: ${status}, message: ${message}`
  })
  return [...lines, ENDS[how]].filter((line) => line !== '').join('\n')
}

function legacyText(how: Ending['how'], failed: readonly Judged[], { isHook = false }: EndingWords): string {
  if (how === 'timeout' && isHook) return 'timed out waiting for the condition'
  if (how !== 'failed') return ENDS[how]
  return failed.map((row) => (isHook ? hookText(row) : row.standing.message)).join('\n')
}

function hookText({ target: { one }, standing }: Judged): string {
  const { kind, metadata } = one.object
  return kind === 'Job' ? `job ${metadata.name} failed: ${standing.reason ?? ''}` : `pod ${metadata.name} failed`
}

function reasonOf({ target, standing }: Judged): string {
  const { kind, metadata } = target.one.object
  return `${kind}/${metadata.name}: ${standing.message}`
}
