import { type Overload, standardFunctions } from '#cel'
import { authorizer } from './authorizer.ts'
import { ip } from './ip.ts'
import { list } from './list.ts'
import { namedFormat } from './named-format.ts'
import { quantity } from './quantity.ts'
import { semver } from './semver.ts'
import { url } from './url.ts'

/** All functions of Kubernetes' environment. */
export const kubernetesFunctions: readonly Overload[] = [
  ...standardFunctions,
  ...url,
  ...list,
  ...quantity,
  ...ip,
  ...semver,
  ...namedFormat,
  ...authorizer,
]
