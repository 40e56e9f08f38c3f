import { checkDnsLabel, checkDnsSubdomain } from '#kube'

/** What is wrong with the name of an object, or with a prefix of one: a DNS subdomain. */
export function checkObjectName(name: string, isPrefix: boolean): readonly string[] {
  return checkDnsSubdomain(isPrefix ? withoutTrailingDash(name) : name)
}

/** What is wrong with the name of a namespace, which every namespaced object's `metadata.namespace` follows. */
export function checkNamespaceName(name: string): readonly string[] {
  return checkDnsLabel(name)
}

/** A prefix may end in a dash, which the letters behind it make legal. */
function withoutTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') && name.at(-2) !== '-' ? `${name.slice(0, -2)}a` : name
}
