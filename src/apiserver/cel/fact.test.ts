import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { evaluateFact, type Fact } from './fact.ts'

/** Expressions with what Kubernetes 1.36's own environment makes of them; a schema and a value for `self` in common. */
interface Facts extends Omit<Fact, 'expr'> {
  readonly facts: readonly Fact[]
}

test.each(['plain', 'typed'])('expressions give, cost and refuse what the recorded facts say: %s', (name) => {
  const file = new URL(`../../../fixtures/cel/${name}.json`, import.meta.url)
  const { facts, ...common } = JSON.parse(readFileSync(file, 'utf8')) as Facts
  for (const fact of facts) expect(foundOf({ ...common, ...fact }), fact.expr).toEqual(wantedOf(fact))
})

/** Syntax errors begin alike; estimates are compared where the fact has them. */
function wantedOf({ expr: _expr, min, max, issues, ...rest }: Fact) {
  const estimate = max === undefined ? {} : { min: Number(min), max: Number(max) }
  return { ...rest, ...estimate, ...(issues !== undefined && { issues: shortened(issues) }) }
}

function foundOf(fact: Fact) {
  const { min, max, issues, ...found } = evaluateFact(fact)
  const estimate = fact.max === undefined ? {} : { min: Number(min), max: Number(max) }
  return { ...found, ...estimate, ...(issues !== undefined && { issues: shortened(issues) }) }
}

function shortened(issues: string): string {
  return issues.includes('Syntax error') ? 'Syntax error' : issues
}
