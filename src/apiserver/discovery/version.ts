import { jsonText, noCache } from '../codec/answer.ts'
import type { Handler } from '../contract/http.ts'

/** What the server says it is (`/version`); clients and charts compare `gitVersion`. */
export const versionInfo = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.2',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'go1.26.0',
  compiler: 'gc',
  platform: 'linux/amd64',
} as const

/** Answers `/version`, always indented. */
export const versionHandler: Handler = () =>
  Promise.resolve({
    status: 200,
    headers: { ...noCache, 'content-type': 'application/json' },
    body: jsonText(versionInfo, true),
  })
