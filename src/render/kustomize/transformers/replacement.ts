import { KustomizeError } from '../error.ts'
import type { ReplacementField } from '../file/types.ts'
import { applyReplacement, type Report } from '../replacements/apply.ts'
import { type Misfit, noteProblems } from '../replacements/problem.ts'
import { type PlacedReplacement, readReplacements } from '../replacements/read.ts'
import { type CopyBudget, copyBudget } from '../resource/budget.ts'
import type { ResourceList, Transform } from '../resource/list.ts'
import type { StepContext } from '../target/step-context.ts'

/** What the step for `replacements` is told. */
export interface ReplacementConfig {
  readonly replacements?: readonly ReplacementField[]
}

/** Copies values between resources: `replacements`. Throws `bad-config`, and what reading their files throws. */
export function replacementTransformer({ replacements = [] }: ReplacementConfig, context: StepContext): Transform {
  const placed = readReplacements(replacements, context)
  return (resources) => {
    const budget = copyBudget('replacements')
    noteProblems(placed.flatMap((replacement) => applyAt(replacement, resources, budget)))
    const all = [...resources].filter((resource) => !resource.isEmpty)
    resources.replaceAll([])
    resources.appendAll(all)
  }
}

function applyAt({ replacement, position }: PlacedReplacement, resources: ResourceList, budget: CopyBudget): Misfit[] {
  const misfits: Misfit[] = []
  try {
    const report: Report = (resource, mistyped) => {
      misfits.push({ ...mistyped, resource, position: position() })
    }
    applyReplacement(replacement, resources, { report, budget })
    return misfits
  } catch (error) {
    if (!(error instanceof KustomizeError) || error.position !== undefined) throw error
    const { code, message, hint, cause } = error
    throw new KustomizeError({ code, message, hint, cause, position: position() })
  }
}
