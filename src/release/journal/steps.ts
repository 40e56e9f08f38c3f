/** What a run does. */
export type Operation = 'install' | 'upgrade' | 'rollback' | 'uninstall' | 'test'

/**
 * What the next run makes of a run that ended in a step: `forget` when nothing of it needs an end, `fail` when the revision
 * stays behind as failed and its objects count as written, `finish` when only the last marks of a good end are missing,
 * `repeat` when the work is done once more from its start.
 */
export type Recovery = 'forget' | 'fail' | 'finish' | 'repeat'

/** One step of a run, as the journal names it. */
export interface Step {
  readonly name: string
  /** What is done in it, for people. */
  readonly says: string
  readonly ifInterrupted: Recovery
}

const step = <const Name extends string>(name: Name, says: string, ifInterrupted: Recovery) => ({
  name,
  says,
  ifInterrupted,
})

/**
 * Every step of every operation, in order. The journal can name no other; a run leaves out those that have nothing to do.
 * The last ones of a list, from `fail` on, are those of a run that goes wrong.
 */
export const steps = {
  install: [
    step('begin', 'reading history and rendering', 'forget'),
    step('recover', 'settling what another run left', 'forget'),
    step('crds', 'installing CRDs', 'forget'),
    step('namespace', 'creating the namespace', 'forget'),
    step('replace', 'superseding the uninstalled revision', 'forget'),
    step('record', 'recording the revision', 'fail'),
    step('pre-hooks', 'running pre-install hooks', 'fail'),
    step('objects', 'writing objects', 'fail'),
    step('wait', 'waiting for objects', 'fail'),
    step('post-hooks', 'running post-install hooks', 'fail'),
    step('finish', 'marking the revision deployed', 'finish'),
    step('fail', 'marking the revision failed', 'fail'),
    step('undo', 'uninstalling what was installed', 'repeat'),
  ],
  upgrade: [
    step('begin', 'reading history and rendering', 'forget'),
    step('recover', 'settling what another run left', 'forget'),
    step('crds', 'installing and changing CRDs', 'forget'),
    step('prune', 'removing old revisions', 'forget'),
    step('record', 'recording the revision', 'fail'),
    step('pre-hooks', 'running pre-upgrade hooks', 'fail'),
    step('objects', 'writing objects', 'fail'),
    step('wait', 'waiting for objects', 'fail'),
    step('post-hooks', 'running post-upgrade hooks', 'fail'),
    step('finish', 'marking the revision deployed', 'finish'),
    step('fail', 'marking the revision failed', 'fail'),
    step('clean-up', 'deleting new objects', 'fail'),
  ],
  rollback: [
    step('begin', 'reading history', 'forget'),
    step('recover', 'settling what another run left', 'forget'),
    step('prune', 'removing old revisions', 'forget'),
    step('record', 'recording the revision', 'fail'),
    step('pre-hooks', 'running pre-rollback hooks', 'fail'),
    step('objects', 'writing objects', 'fail'),
    step('wait', 'waiting for objects', 'fail'),
    step('post-hooks', 'running post-rollback hooks', 'fail'),
    step('finish', 'marking the revision deployed', 'finish'),
    step('fail', 'marking the revision failed', 'fail'),
    step('clean-up', 'deleting new objects', 'fail'),
  ],
  uninstall: [
    step('begin', 'reading history', 'forget'),
    step('recover', 'settling what another run left', 'forget'),
    step('pre-hooks', 'running pre-delete hooks', 'repeat'),
    step('record', 'recording that it goes', 'repeat'),
    step('objects', 'deleting objects', 'repeat'),
    step('wait', 'waiting until objects are gone', 'repeat'),
    step('post-hooks', 'running post-delete hooks', 'repeat'),
    step('finish', 'ending the history', 'repeat'),
    step('fail', 'recording what went wrong', 'repeat'),
  ],
  test: [
    step('begin', 'reading history', 'forget'),
    step('recover', 'settling what another run left', 'forget'),
    step('tests', 'running tests', 'forget'),
    step('finish', 'recording what came of the tests', 'forget'),
    step('clean-up', 'deleting what tests left', 'forget'),
  ],
} as const satisfies Readonly<Record<Operation, readonly Step[]>>

/** The names of an operation's steps. */
export type StepName<O extends Operation = Operation> = (typeof steps)[O][number]['name']

/** A step by its name, with its place in the order; undefined for a name that the operation does not have. */
export function findStep(operation: Operation, name: string): (Step & { readonly place: number }) | undefined {
  const rows: readonly Step[] = steps[operation]
  const place = rows.findIndex((row) => row.name === name)
  const row = rows[place]
  return row && { ...row, place }
}
