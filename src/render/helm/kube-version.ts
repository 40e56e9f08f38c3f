import { quoteGo } from '#template'
import { RenderError } from './error.ts'
import type { Compat, KubeVersion } from './options.ts'

/**
 * Reads `--kube-version` as the compatibility level does: Helm 4 keeps the text and takes the numbers at its start,
 * Helm 3 wants a semantic version and prints it in full. Throws `RenderError` (`kube-version`).
 */
export function parseKubeVersion(text: string, compat: Compat): KubeVersion {
  return compat === 'helm3' ? semanticVersion(text) : genericVersion(text)
}

/** What Helm assumes without a cluster. */
export function defaultKubeVersion(compat: Compat): KubeVersion {
  return parseKubeVersion(compat === 'helm3' ? 'v1.32.0' : 'v1.35.0', compat)
}

const GENERIC = /^\s*v?([0-9]+(?:\.[0-9]+)*)/

/** Source: k8s.io/apimachinery pkg/util/version. */
function genericVersion(text: string): KubeVersion {
  const found = GENERIC.exec(text)
  if (found === null) throw invalid(text, `could not parse ${quoteGo(text)} as version`)
  const numbers = found[1] as string
  const parts = numbers.split('.')
  if (parts.length < 2) throw invalid(text, `illegal version string ${quoteGo(text)}`)
  const padded = parts.find((part) => part.length > 1 && part.startsWith('0'))
  if (padded !== undefined) {
    throw invalid(text, `illegal zero-prefixed version component ${quoteGo(padded)} in ${quoteGo(text)}`)
  }
  const version = text.startsWith('v') ? text : `v${text}`
  return { version, normalized: `v${numbers}`, major: parts[0] as string, minor: parts[1] as string }
}

const SEMANTIC =
  /^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/

/** Source: github.com/Masterminds/semver `NewVersion`. */
function semanticVersion(text: string): KubeVersion {
  const found = SEMANTIC.exec(text)
  if (found === null) throw invalid(text, 'Invalid Semantic Version')
  const [major, minor, patch] = [found[1], found[2], found[3]].map((part) => String(BigInt(part ?? '0')))
  const version = `v${major}.${minor}.${patch}${found[4] ?? ''}${found[5] ?? ''}`
  return { version, normalized: version, major: major as string, minor: minor as string }
}

function invalid(text: string, reason: string): RenderError {
  return new RenderError({ code: 'kube-version', message: `invalid kube version '${text}': ${reason}` })
}
