import { type Configuration, mergeConfigurations, NO_CONFIGURATION } from '../fields/configuration.ts'
import type { Var } from '../file/types.ts'
import { collectVars, mergeVarSets, type VarSet } from '../references/var-set.ts'
import { ResourceList } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'

/** What a kustomization gathers: resources, the fields its steps know, and its vars. Changed in place. */
export class Accumulator {
  readonly resources = new ResourceList()
  readonly vars: VarSet = new Map()
  configuration: Configuration = NO_CONFIGURATION

  /** Adds resources at the end. Throws `conflict`. */
  appendAll(resources: Iterable<Resource>): void {
    this.resources.appendAll(resources)
  }

  /** Adds fields to those known. Throws `bad-config`. */
  mergeConfiguration(incoming: Configuration): void {
    this.configuration = mergeConfigurations(this.configuration, incoming)
  }

  /** Adds all of another one. Throws `conflict` and `bad-config`. */
  merge(other: Accumulator): void {
    this.appendAll(other.resources)
    this.mergeConfiguration(other.configuration)
    mergeVarSets(this.vars, other.vars)
  }

  /** Adds vars and marks the resources that they read. Throws `ambiguous` and `conflict`. */
  mergeVars(vars: readonly Var[]): void {
    collectVars(this.vars, this.resources, vars)
  }
}
