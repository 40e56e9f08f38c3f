import { peer } from '../peers.ts'
import { loose } from './cli-cases.ts'
import { runCase, type Servers, type StepResult } from './cli-world.ts'

/** Runs a case with helm and with berth; an empty list means that both answered alike. */
export async function compareCase(
  steps: readonly string[],
  level: 'helm3' | 'helm4',
  { servers, executable }: { readonly servers: Servers; readonly executable: string },
): Promise<string[]> {
  const helm = peer(level === 'helm4' ? 'helm-4.1.4' : 'helm-3.17.2')
  if (helm === undefined) throw new Error('no helm to compare with: run `npm run peers`')
  const words = level === 'helm4' ? ['helm'] : ['helm', '--compat', 'helm3']
  const theirs = await runCase(steps, { path: helm, words: [] }, servers)
  const ours = await runCase(steps, { path: executable, words }, servers)
  return theirs.flatMap((result, index) => differences(result, ours[index] as StepResult))
}

function differences(theirs: StepResult, ours: StepResult): string[] {
  const found: string[] = []
  const isLoose = loose.some((pattern) => pattern.test(theirs.step))
  for (const what of isLoose ? (['exit'] as const) : (['exit', 'stdout', 'stderr'] as const)) {
    if (theirs[what] === ours[what]) continue
    found.push(
      `${theirs.step}: ${what}\n  helm:  ${JSON.stringify(theirs[what])}\n  berth: ${JSON.stringify(ours[what])}`,
    )
  }
  return found
}
