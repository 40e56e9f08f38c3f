import { checkDnsSubdomain, checkPathSegment, type JsonObject, type KubeObject } from '#kube'
import { addInvalid, addRequired, addUnsupported, type Findings } from '../check/finding.ts'
import { checkSelector } from '../check/selector.ts'
import { isSame } from '../equal.ts'
import { isSet, listAt, makeMap, mapAt, mapsAt, textAt } from '../read.ts'

/** Checks the rules of a role (rbac ValidateRole). */
export function checkRole(found: Findings, object: KubeObject, isNamespaced: boolean): void {
  for (const [at, rule] of mapsAt(object, 'rules').entries()) {
    checkRule(found, rule, { field: `rules[${at}]`, isNamespaced })
  }
}

/** Checks the rules of a cluster role, and where they are gathered from (rbac ValidateClusterRole). */
export function checkClusterRole(found: Findings, object: KubeObject): void {
  checkRole(found, object, false)
  if (!isSet(object, 'aggregationRule')) return
  const selectors = mapsAt(mapAt(object, 'aggregationRule'), 'clusterRoleSelectors')
  const field = 'aggregationRule.clusterRoleSelectors'
  if (selectors.length === 0)
    addRequired(found, field, 'at least one clusterRoleSelector required if aggregationRule is non-nil')
  for (const [at, selector] of selectors.entries()) checkSelector(found, selector, `${field}[${at}]`)
}

/** Users, groups and roles are of one API group unless told (mutates). */
export function defaultBinding(object: KubeObject): void {
  const reference = makeMap(object, 'roleRef')
  if (textAt(reference, 'apiGroup') === '') reference['apiGroup'] = group
  for (const subject of mapsAt(object, 'subjects')) {
    const kind = textAt(subject, 'kind')
    if ((kind === 'User' || kind === 'Group') && textAt(subject, 'apiGroup') === '') subject['apiGroup'] = group
  }
}

/** Checks a role binding (rbac ValidateRoleBinding). */
export function checkBinding(found: Findings, object: KubeObject, isNamespaced: boolean): void {
  const reference = mapAt(object, 'roleRef')
  const [apiGroup, kind, name] = [textAt(reference, 'apiGroup'), textAt(reference, 'kind'), textAt(reference, 'name')]
  if (apiGroup !== group) addUnsupported(found, 'roleRef.apiGroup', apiGroup, [group])
  const kinds = isNamespaced ? ['Role', 'ClusterRole'] : ['ClusterRole']
  if (!kinds.includes(kind)) addUnsupported(found, 'roleRef.kind', kind, kinds)
  if (name === '') addRequired(found, 'roleRef.name')
  else addInvalid(found, 'roleRef.name', name, ...checkPathSegment(name))
  for (const [at, subject] of mapsAt(object, 'subjects').entries()) {
    checkSubject(found, subject, { field: `subjects[${at}]`, isNamespaced })
  }
}

/** Checks that a binding goes on giving the same role. */
export function checkBindingUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  if (!isSame(object['roleRef'], old['roleRef']))
    addInvalid(found, 'roleRef', object['roleRef'], 'cannot change roleRef')
}

const group = 'rbac.authorization.k8s.io'

interface RulePlace {
  readonly field: string
  readonly isNamespaced: boolean
}

function checkRule(found: Findings, rule: JsonObject, { field, isNamespaced }: RulePlace): void {
  const has = (key: string) => listAt(rule, key).length > 0
  if (!has('verbs')) addRequired(found, `${field}.verbs`, 'verbs must contain at least one value')
  if (has('nonResourceURLs')) {
    const urls = rule['nonResourceURLs']
    if (isNamespaced) {
      addInvalid(found, `${field}.nonResourceURLs`, urls, 'namespaced rules cannot apply to non-resource URLs')
    }
    if (has('apiGroups') || has('resources') || has('resourceNames')) {
      const detail = 'rules cannot apply to both regular resources and non-resource URLs'
      addInvalid(found, `${field}.nonResourceURLs`, urls, detail)
    }
    return
  }
  if (!has('apiGroups')) addRequired(found, `${field}.apiGroups`, 'resource rules must supply at least one api group')
  if (!has('resources')) addRequired(found, `${field}.resources`, 'resource rules must supply at least one resource')
}

/** A binding in a namespace means the accounts of that namespace when it names none. */
function checkSubject(found: Findings, subject: JsonObject, { field, isNamespaced }: RulePlace): void {
  const [kind, name, apiGroup] = [textAt(subject, 'kind'), textAt(subject, 'name'), textAt(subject, 'apiGroup')]
  if (name === '') addRequired(found, `${field}.name`)
  if (kind === 'ServiceAccount') {
    if (name !== '') addInvalid(found, `${field}.name`, name, ...checkDnsSubdomain(name))
    if (apiGroup !== '') addUnsupported(found, `${field}.apiGroup`, apiGroup, [''])
    if (!isNamespaced && textAt(subject, 'namespace') === '') addRequired(found, `${field}.namespace`)
  } else if (kind === 'User' || kind === 'Group') {
    if (apiGroup !== group) addUnsupported(found, `${field}.apiGroup`, apiGroup, [group])
  } else addUnsupported(found, `${field}.kind`, kind, ['ServiceAccount', 'User', 'Group'])
}
