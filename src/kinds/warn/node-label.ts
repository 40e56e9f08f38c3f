import { checkLabelValue, type Json, type JsonObject } from '#kube'
import { isSet, mapAt, mapsAt, textAt, textsAt } from '../read.ts'

const oldLabels: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
}

/** What is said of a label of nodes that has another name now (node util GetNodeLabelDeprecatedMessage). */
export function oldLabel(key: string): string | undefined {
  return Object.hasOwn(oldLabels, key) ? oldLabels[key] : undefined
}

/** Sentences about old labels among the keys of a map. */
export function labelMapWarnings(map: JsonObject, place: (key: string) => string): string[] {
  return Object.keys(map).flatMap((key) => {
    const message = oldLabel(key)
    return message === undefined ? [] : [`${place(key)}: ${message}`]
  })
}

/** A sentence about an old label at a field. */
export function labelWarnings(key: string, field: string): string[] {
  const message = oldLabel(key)
  return message === undefined ? [] : [`${field}: ${key} is ${message}`]
}

/** Sentences about the keys of a list of expressions. */
export function expressionWarnings(expressions: readonly JsonObject[], field: string): string[] {
  return expressions.flatMap((each, at) => labelWarnings(textAt(each, 'key'), `${field}[${at}].key`))
}

/** Sentences about where a pod wants to run (node util GetWarningsForNodeSelectorTerm). */
export function nodeAffinityWarnings(affinity: JsonObject, field: string): string[] {
  const required = 'requiredDuringSchedulingIgnoredDuringExecution'
  const preferred = 'preferredDuringSchedulingIgnoredDuringExecution'
  return [
    ...nodeSelectorWarnings(affinity[required], `${field}.${required}`),
    ...mapsAt(affinity, preferred).flatMap((term, at) => {
      const place = `${field}.${preferred}[${at}].preference.matchExpressions`
      const expressions = mapsAt(mapAt(term, 'preference'), 'matchExpressions')
      return expressions.flatMap((each, index) => [
        ...labelWarnings(textAt(each, 'key'), `${place}[${index}].key`),
        ...valueWarnings(each, `${place}[${index}].values`),
      ])
    }),
  ]
}

/** Sentences about the terms of a node selector. */
export function nodeSelectorWarnings(selector: Json | undefined, field: string): string[] {
  return mapsAt(mapAt(selector), 'nodeSelectorTerms').flatMap((term, at) =>
    expressionWarnings(mapsAt(term, 'matchExpressions'), `${field}.nodeSelectorTerms[${at}].matchExpressions`),
  )
}

function valueWarnings(expression: JsonObject, field: string): string[] {
  if (!isSet(expression, 'values')) return []
  return textsAt(expression, 'values').flatMap((value, at) =>
    checkLabelValue(value).map((fault) => `${field}[${at}]: ${value} is invalid, ${fault}`),
  )
}
