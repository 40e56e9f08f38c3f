import { type KubeObject, parseIp, printIp } from '#kube'
import { addRequired, checkUnchanged, type Findings } from '../check/finding.ts'
import { column, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import { isSame } from '../equal.ts'
import type { Kind } from '../kind.ts'
import { isSet, mapAt, textAt } from '../read.ts'

/** One address that a service owns; its name is the address. */
export const ipAddress: Kind = defineKind({
  group: 'networking.k8s.io',
  kind: 'IPAddress',
  plural: 'ipaddresses',
  shortNames: ['ip'],
  scope: 'Cluster',
  columns: [
    nameColumn,
    column('ParentRef', 'ParentRef references the resource that an IPAddress is attached to.', parentOf),
  ],
  rules: {
    checkName,
    check,
    checkUpdate: (found, object, old) => {
      const [now, before] = [mapAt(object, 'spec')['parentRef'], mapAt(old, 'spec')['parentRef']]
      checkUnchanged(found, 'spec.parentRef', now, isSame(now, before))
    },
  },
})

function checkName(name: string): readonly string[] {
  const address = parseIp(name)
  if (address === undefined) return ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']
  return printIp(address) === name ? [] : [`must be in canonical form (${JSON.stringify(printIp(address))})`]
}

function parentOf(object: KubeObject): string {
  const spec = mapAt(object, 'spec')
  if (!isSet(spec, 'parentRef')) return '<none>'
  const parent = mapAt(spec, 'parentRef')
  const group = textAt(parent, 'group')
  const resource = group === '' ? textAt(parent, 'resource') : `${textAt(parent, 'resource')}.${group}`
  return [resource.toLowerCase(), textAt(parent, 'namespace'), textAt(parent, 'name')]
    .filter((part) => part !== '')
    .join('/')
}

function check(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  if (!isSet(spec, 'parentRef')) return addRequired(found, 'spec.parentRef')
  for (const key of ['resource', 'name']) {
    if (textAt(mapAt(spec, 'parentRef'), key) === '') addRequired(found, `spec.parentRef.${key}`)
  }
}
