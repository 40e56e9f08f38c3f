import type { Kind } from '#kinds'
import { checkDns1035Label, checkDnsLabel, checkDnsSubdomain, checkPathSegment } from '#kube'

/** What is wrong with a name; with a prefix of one when `isPrefix`. */
export type NameCheck = (name: string, isPrefix: boolean) => readonly string[]

/** The rule for names of a kind: a DNS subdomain unless the table says something else. */
export function nameCheckOf({ group, plural }: Kind): NameCheck {
  return rules[`${plural}.${group}`] ?? subdomain
}

/** The rule for names of namespaces, which every namespaced object's `metadata.namespace` follows. */
export const checkNamespaceName: NameCheck = masked(checkDnsLabel)

const subdomain = masked(checkDnsSubdomain)
const pathSegment: NameCheck = (name, isPrefix) => (isPrefix ? checkPathSegment(`${name}x`) : checkPathSegment(name))
/** Checked elsewhere: by the kind's own rules. */
const anything: NameCheck = () => []

const rules: Readonly<Record<string, NameCheck>> = {
  'namespaces.': checkNamespaceName,
  'services.': masked(checkDns1035Label),
  'roles.rbac.authorization.k8s.io': pathSegment,
  'clusterroles.rbac.authorization.k8s.io': pathSegment,
  'rolebindings.rbac.authorization.k8s.io': pathSegment,
  'clusterrolebindings.rbac.authorization.k8s.io': pathSegment,
  'flowschemas.flowcontrol.apiserver.k8s.io': pathSegment,
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io': pathSegment,
  'ipaddresses.networking.k8s.io': anything,
  'events.': subdomain,
}

/** A prefix may end in a dash, which the letters behind it make legal. */
function masked(check: (name: string) => readonly string[]): NameCheck {
  return (name, isPrefix) => check(isPrefix ? withoutTrailingDash(name) : name)
}

function withoutTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') && name.at(-2) !== '-' ? `${name.slice(0, -2)}a` : name
}
