export {
  checkDns1035Label,
  checkDnsLabel,
  checkDnsSubdomain,
  checkDnsSubdomainWithUnderscore,
  checkFullyQualifiedName,
  checkWildcardSubdomain,
} from './dns.ts'
export {
  checkConfigKey,
  checkEnvironmentName,
  checkHeaderName,
  checkIdentifier,
  checkPathSegment,
  checkPercent,
  checkPortName,
  checkPortNumber,
} from './identifier.ts'
export { checkCidr, checkIp, type IpAddress, maskedAddress, parseCidr, parseIp, printIp } from './ip.ts'
export { checkLabelValue, checkQualifiedName } from './label.ts'
export { byteLength, lengthMessage, rangeMessage, regexMessage } from './regular.ts'
