import { checkDnsSubdomain, checkDnsSubdomainWithUnderscore, checkIp, type JsonObject } from '#kube'
import { addInvalid, addRequired, addTooMany, type Findings } from '../check/finding.ts'
import { isSet, mapAt, mapsAt, textAt, textsAt } from '../read.ts'

/** Checks how a pod resolves names (core validatePodDNSConfig). */
export function checkDns(found: Findings, spec: JsonObject, field: string): void {
  const config = mapAt(spec, 'dnsConfig')
  const place = `${field}.dnsConfig`
  const servers = textsAt(config, 'nameservers')
  if (textAt(spec, 'dnsPolicy') === 'None') {
    if (!isSet(spec, 'dnsConfig')) {
      return addRequired(found, place, 'must provide `dnsConfig` when `dnsPolicy` is None')
    }
    if (servers.length === 0) {
      return addRequired(
        found,
        `${place}.nameservers`,
        'must provide at least one DNS nameserver when `dnsPolicy` is None',
      )
    }
  }
  if (servers.length > 3) addTooMany(found, `${place}.nameservers`, { count: servers.length, max: 3 })
  for (const [at, server] of servers.entries())
    addInvalid(found, `${place}.nameservers[${at}]`, server, ...checkIp(server))
  checkSearches(found, textsAt(config, 'searches'), `${place}.searches`)
  for (const [at, option] of mapsAt(config, 'options').entries()) {
    if (textAt(option, 'name') === '') addRequired(found, `${place}.options[${at}]`, 'must not be empty')
  }
}

/** Checks lines for the hosts file (core ValidateHostAliases). */
export function checkHostAliases(found: Findings, aliases: readonly JsonObject[], field: string): void {
  for (const [at, alias] of aliases.entries()) {
    addInvalid(found, `${field}[${at}].ip`, textAt(alias, 'ip'), ...checkIp(textAt(alias, 'ip')))
    for (const [index, name] of textsAt(alias, 'hostnames').entries()) {
      addInvalid(found, `${field}[${at}].hostnames[${index}]`, name, ...checkDnsSubdomain(name))
    }
  }
}

function checkSearches(found: Findings, searches: readonly string[], field: string): void {
  if (searches.length > 32) addTooMany(found, field, { count: searches.length, max: 32 })
  if (searches.join(' ').length > 2048) {
    addInvalid(
      found,
      field,
      [...searches],
      'must not have more than 2048 characters (including spaces) in the search list',
    )
  }
  for (const [at, search] of searches.entries()) {
    if (search === '.') continue
    const name = search.endsWith('.') ? search.slice(0, -1) : search
    addInvalid(found, `${field}[${at}]`, search, ...checkDnsSubdomainWithUnderscore(name))
  }
}
