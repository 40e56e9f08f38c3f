import { checkDnsSubdomain, type JsonObject, type KubeObject } from '#kube'
import {
  addForbidden,
  addInvalid,
  addRequired,
  addTooLong,
  checkUnchanged,
  checkWord,
  type Findings,
} from '../check/finding.ts'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { isSet, mapAt, textAt } from '../read.ts'

/** Which controller serves the ingresses that name it. */
export const ingressClass: Kind = defineKind({
  group: 'networking.k8s.io',
  kind: 'IngressClass',
  plural: 'ingressclasses',
  scope: 'Cluster',
  columns: [
    nameColumn,
    column('Controller', 'Controller that is responsible for handling this class', (object) =>
      textAt(mapAt(object, 'spec'), 'controller'),
    ),
    column('Parameters', 'A reference to a resource with additional parameters', parametersOf),
    ageColumn,
  ],
  rules: {
    generationFields: ['spec'],
    defaults: (object) => {
      const parameters = mapAt(object, 'spec', 'parameters')
      if (isSet(mapAt(object, 'spec'), 'parameters')) parameters['scope'] ??= 'Cluster'
    },
    check,
    checkUpdate: (found, object, old) => {
      const [now, before] = [mapAt(object, 'spec')['controller'], mapAt(old, 'spec')['controller']]
      checkUnchanged(found, 'spec.controller', now, now === before)
    },
  },
})

function parametersOf(object: KubeObject): string {
  const spec = mapAt(object, 'spec')
  if (!isSet(spec, 'parameters')) return '<none>'
  const parameters = mapAt(spec, 'parameters')
  const group = isSet(parameters, 'apiGroup') ? `.${textAt(parameters, 'apiGroup')}` : ''
  return `${textAt(parameters, 'kind')}${group}/${textAt(parameters, 'name')}`
}

function check(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const controller = textAt(spec, 'controller')
  if (controller.length > 250) addTooLong(found, 'spec.controller', 250)
  if (controller === '') addRequired(found, 'spec.controller')
  else if (!/^[^/]+\/.+$/s.test(controller)) {
    addInvalid(found, 'spec.controller', controller, 'must be a domain-prefixed path (such as "acme.io/foo")')
  } else {
    const host = controller.slice(0, controller.indexOf('/'))
    addInvalid(found, 'spec.controller', host, ...checkDnsSubdomain(host))
  }
  if (isSet(spec, 'parameters')) checkParameters(found, mapAt(spec, 'parameters'))
}

function checkParameters(found: Findings, parameters: JsonObject): void {
  const field = 'spec.parameters'
  for (const key of ['kind', 'name']) if (textAt(parameters, key) === '') addRequired(found, `${field}.${key}`)
  const scope = textAt(parameters, 'scope')
  checkWord(found, `${field}.scope`, scope, ['Cluster', 'Namespace'])
  if (scope === 'Namespace' && textAt(parameters, 'namespace') === '') {
    addRequired(found, `${field}.namespace`, "`parameters.scope` is set to 'Namespace'")
  }
  if (scope === 'Cluster' && isSet(parameters, 'namespace')) {
    addForbidden(found, `${field}.namespace`, "`parameters.scope` is set to 'Cluster'")
  }
}
